"""Wire shapes: what every request and answer body has in common."""

from pydantic import BaseModel, ConfigDict


class In(BaseModel):
    """What comes in: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Out(BaseModel):
    """What goes out: every field is always there, so subclasses have no defaults."""

    model_config = ConfigDict(extra="forbid")

"""The flow document: what a published version says, as typed steps by stable id."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from obrol.flows.engine.limits import STEPS
from obrol.flows.engine.names import StepId
from obrol.flows.engine.registry import AnyStep

FORMAT = 1  # the newest format that this program reads, and the one that it writes

_CANVAS = 1_000_000  # pixels each way; far beyond what anybody scrolls
Coordinate = Annotated[float, Field(ge=-_CANVAS, le=_CANVAS, allow_inf_nan=False)]


class Position(BaseModel):
    """Where a step lies on the canvas."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    x: Coordinate
    y: Coordinate


class FlowDocument(BaseModel):
    """A flow. Its layout is kept apart from its steps, so that moving a card changes nothing that runs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1]
    start: StepId
    steps: Annotated[dict[StepId, AnyStep], Field(min_length=1, max_length=STEPS)]
    layout: Annotated[dict[StepId, Position], Field(max_length=STEPS)] = {}


@dataclass(frozen=True)
class FlowVersion:
    """A document as it was published: what a run walks. It never changes, so it may be kept in memory for ever."""

    flow_id: UUID
    number: int
    document: FlowDocument


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a document: what the editor's forms and the TypeScript types are made from."""
    return FlowDocument.model_json_schema()

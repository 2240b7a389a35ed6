"""Wire shapes of campaigns. Outputs have no defaults, so that every field is there in TypeScript too."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import StringConstraints

from obrol.campaigns.models import EnrollmentStatus
from obrol.runtime.wire import ONE_LINE, In, Out

SEQUENCE_LIMIT: Final = 50  # characters

Name = Annotated[str, ONE_LINE, StringConstraints(min_length=1, max_length=SEQUENCE_LIMIT)]


class SequenceOut(Out):
    """A sequence."""

    id: UUID
    name: str
    version: int


class SequenceUseOut(Out):
    """How many contacts are in a sequence, and how many went through it to its end."""

    id: UUID
    active: int
    completed: int


class EnrollmentOut(Out):
    """A contact's way through a sequence."""

    id: UUID
    sequence: SequenceOut
    contact_id: UUID
    status: EnrollmentStatus
    began_at: datetime
    ended_at: datetime | None
    version: int


class SequenceIn(In):
    """A sequence to make."""

    name: Name


class SequencePatch(In):
    """A sequence's new name."""

    name: Name

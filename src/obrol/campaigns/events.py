"""Facts that campaigns announce."""

from uuid import UUID

from obrol.campaigns.schemas import EnrollmentOut, SequenceOut
from obrol.runtime.events import Event


class SequenceMade(Event, name="sequence.made"):
    """There is a new sequence."""

    sequence: SequenceOut


class SequenceChanged(Event, name="sequence.changed"):
    """It has another name."""

    sequence: SequenceOut


class SequenceRemoved(Event, name="sequence.removed"):
    """It is gone, and nobody is in it any more."""

    sequence_id: UUID
    sequence_name: str


class EnrollmentBegan(Event, name="enrollment.began"):
    """A contact is in a sequence from here on."""

    enrollment: EnrollmentOut


class EnrollmentEnded(Event, name="enrollment.ended"):
    """A contact is not in a sequence any more: through it, or taken out."""

    enrollment: EnrollmentOut

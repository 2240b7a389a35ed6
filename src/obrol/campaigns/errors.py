"""Refusals of campaigns."""

from obrol.kit.refusals import NotFound, Refusal


class SequenceNotFound(NotFound):
    """No such sequence in this workspace."""

    code = "sequence_not_found"
    message = "There is no such sequence."


class SequenceNameTaken(Refusal):
    """Two sequences of one name could not be told apart."""

    code = "sequence_name_taken"
    message = "There is a sequence with this name already."

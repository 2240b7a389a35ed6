"""Refusals of contacts."""

from obrol.kit.refusals import Malformed, NotFound, Refusal


class ContactNotFound(NotFound):
    """No such contact, as far as this actor may know."""

    code = "contact_not_found"
    message = "There is no such contact."


class TagNotFound(NotFound):
    """No such tag in this workspace."""

    code = "tag_not_found"
    message = "There is no such tag."


class FieldNotFound(NotFound):
    """No such custom field in this workspace."""

    code = "field_not_found"
    message = "There is no such field."


class TopicNotFound(NotFound):
    """No such topic in this workspace."""

    code = "topic_not_found"
    message = "There is no such topic."


class TagNameTaken(Refusal):
    """Two tags of one name could not be told apart."""

    code = "tag_name_taken"
    message = "There is a tag with this name already."


class TopicNameTaken(Refusal):
    """Two topics of one name could not be told apart."""

    code = "topic_name_taken"
    message = "There is a topic with this name already."


class DoesNotFit(Malformed):
    """The value is not of the kind that belongs here: an address that is none, letters in a number."""

    code = "does_not_fit"
    message = "This value does not fit."


class FieldKeyTaken(Refusal):
    """Two fields of one key could not be told apart in a text."""

    code = "field_key_taken"
    message = "There is a field with this key already."


class TooMany(Refusal):
    """The documented limit of tags, fields, topics or sequences is reached."""

    code = "too_many"
    message = "There are as many as there can be. Remove one first."

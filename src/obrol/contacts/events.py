"""Facts that contacts announce."""

from obrol.contacts.schemas import ContactOut, CustomFieldOut, FieldOut, TagOut
from obrol.runtime.events import Event


class ContactAdded(Event, name="contact.added"):
    """Somebody was seen for the first time."""

    contact: ContactOut


class ContactChanged(Event, name="contact.changed"):
    """We know something else about them, or they are on another page."""

    contact: ContactOut


class ContactTagAdded(Event, name="contact.tag_added"):
    """A tag was put on them."""

    contact: ContactOut
    tag: TagOut


class ContactTagRemoved(Event, name="contact.tag_removed"):
    """A tag was taken off them."""

    contact: ContactOut
    tag: TagOut


class ContactFieldChanged(Event, name="contact.field_changed"):
    """One of their custom fields has another value, or none (null) any more."""

    contact: ContactOut
    field: FieldOut


class TagMade(Event, name="tag.made"):
    """There is a new tag to choose."""

    tag: TagOut


class CustomFieldMade(Event, name="custom_field.made"):
    """The workspace describes its contacts by one more field."""

    custom_field: CustomFieldOut

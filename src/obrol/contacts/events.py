"""Facts that contacts announce."""

from obrol.contacts.schemas import ContactOut
from obrol.runtime.events import Event


class ContactChanged(Event, name="contact.changed"):
    """Something that is known of a contact changed."""

    contact: ContactOut

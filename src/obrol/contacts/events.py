"""Facts that contacts announce."""

from uuid import UUID

from obrol.contacts.schemas import ContactOut, CustomFieldOut, FieldOut, PanelLayoutOut, TagOut, TopicOut
from obrol.runtime.events import Audience, Event


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


class TagChanged(Event, name="tag.changed"):
    """It has another name or colour, on everybody who has it."""

    tag: TagOut


class TagRemoved(Event, name="tag.removed"):
    """It is gone, and nobody has it any more."""

    tag_id: UUID
    tag_name: str


class CustomFieldMade(Event, name="custom_field.made"):
    """The workspace describes its contacts by one more field."""

    custom_field: CustomFieldOut


class CustomFieldChanged(Event, name="custom_field.changed"):
    """It has another name, description or other choices; its key and type stay."""

    custom_field: CustomFieldOut


class CustomFieldRemoved(Event, name="custom_field.removed"):
    """It is gone, with every value that contacts had in it."""

    field_id: UUID
    field_key: str


class TopicMade(Event, name="topic.made"):
    """There is something new that contacts can agree to hear about."""

    topic: TopicOut


class TopicChanged(Event, name="topic.changed"):
    """It has another name."""

    topic: TopicOut


class TopicRemoved(Event, name="topic.removed"):
    """It is gone, with every agreement to it."""

    topic_id: UUID
    topic_name: str


class ContactSubscribed(Event, name="contact.subscribed"):
    """They agreed to hear about a topic, or did so again."""

    contact: ContactOut
    topic: TopicOut


class ContactUnsubscribed(Event, name="contact.unsubscribed"):
    """Their agreement to a topic was taken back."""

    contact: ContactOut
    topic: TopicOut


class PanelArranged(Event, name="panel.arranged"):
    """An agent arranged the panel, on another screen perhaps: only that agent's panels change."""

    agent_id: UUID
    layout: PanelLayoutOut

    def audience(self) -> Audience:
        """That agent."""
        return Audience(kind="agent", id=self.agent_id)

"""Contacts: the people we talk to.

Owns: contacts, their identities on channels, tags, custom fields and values.
Answers: the inbox (who wrote), flows (fields, tags), agents.
Announces: contact.added, contact.changed, contact.tag_added, contact.tag_removed, contact.field_changed, tag.made,
custom_field.made.
Never: knows a conversation.
"""

"""Contacts: the people we talk to.

Owns: contacts, their identities on channels, tags, custom fields and values, topics and subscriptions, and how each
agent arranged the panel that shows all this.
Answers: the inbox (who wrote), flows (fields, tags, topics), agents.
Announces: contact.*, tag.*, custom_field.*, topic.*, panel.arranged.
Never: knows a conversation.
"""

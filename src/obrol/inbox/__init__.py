"""Inbox: conversations, and everything that people and bots say in them.

Owns: conversations, messages, notes, read marks, attachments, attempts to send, shortcuts, personas.
Answers: agents (routes, their live socket), visitors (through widget), flows, jobs.
Announces: message.*, note.added, conversation.*, shortcut.*, persona.*.
Hears: nothing; whoever cares about a message hears it from here.
Never: asks which channel it is on (it reads capabilities), or knows flows.
"""

"""Channels: the accounts through which contacts reach us, and what every kind of channel must be able to do.

Owns: connected channels, their credentials and state; the connector contract; the webhook door; the outbox of sends.
Answers: what a channel can do (its capabilities), whether it works, what became of a send.
Announces: a channel changed, something arrived on a channel, a delivery changed.
Never: asks which kind a channel is; that knowledge lives in the connector, and the core reads capabilities.
"""

"""Connectors: one folder for each kind of channel. Delete a folder and that kind is gone; nothing else changes.

Owns: the code that speaks with one vendor each.
Answers: only through the connector contract in `channels.contract`.
Never: sees a row, a conversation, another connector or the web framework.
"""

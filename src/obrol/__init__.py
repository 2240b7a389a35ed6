"""Obrol: an open, self-hosted live-chat inbox where a team and its chatbot answer customers together."""

__version__ = "0.1.0"

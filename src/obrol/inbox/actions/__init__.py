"""Verbs of the inbox, one file per capability."""

"""Verbs of contacts, one file per capability."""

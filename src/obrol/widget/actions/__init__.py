"""Verbs of a visitor."""

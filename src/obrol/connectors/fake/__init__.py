"""Fake: a channel without a vendor, for tests, `make dev` and chaos. Guide: docs/connectors/fake.md.

Owns: a ledger of what a vendor would have accepted, written to disk before it answers; a way to write in.
Answers: as it is told to, with success or with any of the six failures, at once or late.
Never: is a mock. It signs, verifies, parses, counts limits and refuses what breaks them, like any vendor.
"""

"""Benchmarks: what Obrol costs next to the least that any program of its kind would cost, measured in the same run.

`python -m bench` (`make bench`) measures the real server.
`python -m bench.event_numbering` is what docs/decisions/0004-event-numbering.md was decided by.
Everything listens on loopback, works on scratch databases and ends by itself.
"""

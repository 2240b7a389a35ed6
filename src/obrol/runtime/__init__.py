"""Runtime: things with a lifecycle.

Owns: settings, PostgreSQL, connections, the unit of work, events, lanes, live updates, files, the one way out.
Answers: doors (routes, sockets, jobs) that need a transaction, and the loops that run behind them.
Never: knows a conversation, a contact or a channel.
"""

"""The demo world: a coffee shop with its team, its bots and a few hundred customers, all invented.

Owns: the shop, its people and their conversations as data in this folder, and how they become rows.
Answers: `obrol demo`, through entrypoints/demo.py.
Announces: nothing; it writes the timeline's events as if the months before had happened.
Hears: nothing.
Never: touches a database in which anybody has an account; names a person who lives.
"""

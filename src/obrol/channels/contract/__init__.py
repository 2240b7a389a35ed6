"""The connector contract: what a kind of channel promises to us and what we promise to it.

Owns: the content of messages, inbound facts, capabilities, the protocols, the six ways to fail, retry policy, shaping.
Answers: what a message becomes on a channel that can do less than we can.
Never: touches a database, the network or a clock; every function here is pure, and every type is data.
"""

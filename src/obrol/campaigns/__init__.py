"""Campaigns: what contacts hear from us without having asked just now.

Owns: sequences, and who is in them.
Answers: agents; flows, through the events that they announce.
Announces: sequence.*, enrollment.*.
Hears: enrollment.asked.
Never: asks which channel it is on.
"""

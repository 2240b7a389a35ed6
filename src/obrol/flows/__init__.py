"""Flows: what a bot says and does when nobody of the team answers.

Owns: bots, flows, their drafts and published versions, the runs that walk them; `engine/` is pure and walks.
Answers: agents who write bots; the inbox's messages, through the events it announces.
Announces: bot.*, flow.*, enrollment.asked, and run.faulted in the inbox's words.
Hears: message.received, only while the bot answers.
Never: speaks under an answering epoch that is over, or does one input's work twice.
"""

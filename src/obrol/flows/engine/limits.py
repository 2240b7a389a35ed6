"""The engine's limits. A budget that is spent ends the run with a visible fault; it never raises."""

from datetime import timedelta

# Budgets of a run: reliability.md, "Inbound, lanes, flow engine, timers".
STEPS_PER_TURN = 100  # steps walked without waiting
STEPS_PER_HOUR = 1_000  # a loop with a short wait spends no turn, but it does spend this
MESSAGES_UNANSWERED = 10  # bot messages without an inbound one
SUBFLOW_DEPTH = 20

# Sizes of a document.
DOCUMENT_BYTES = 1_000_000  # as JSON; 300 full steps take about 150 kB
DOCUMENT_DEPTH = 32  # levels; our own documents use ten
STEPS = 1_000
CHECKS = 20  # of one condition
MESSAGES_PER_STEP = MESSAGES_UNANSWERED  # more could never be sent at once
RETRIES = 10
CHOICES = 13  # the most quick replies that any channel shows
PROBLEMS = 100  # reported at once; a longer list helps nobody

# Sizes of what a run carries.
VARIABLES = 200
VALUE_LENGTH = 10_000  # characters: the longest text that a contact can write
NOTE_LENGTH = 2_000  # characters
TAG_LENGTH = 60  # characters
CONTACT_NAME_LENGTH = 200  # characters

TYPING_SECONDS = 20  # Messenger shows typing for 20 s at most
BACKLOG = timedelta(minutes=5)  # unsent typing delays may add up to this; beyond, messages leave without delay
LONGEST_WAIT = timedelta(days=366)

"""Kit: pure pieces that every module may use.

Owns: the clock, ids, opaque cursors, folded text, variables, the root of refusals.
Answers: nothing; it has no state.
Never: imports anything but the standard library.
"""

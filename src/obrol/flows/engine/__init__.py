"""The flow engine: what a bot does next, as a pure function.

Owns: the flow document and its format, the step types, runs and their budgets, the linter.
Answers: `advancing.advance(version, run, input, now, rng, world=…)` → the run as it is afterwards, and the effects.
Announces: nothing; an effect is data, and `flows/actions/running.py` performs it.
Never: touches a database, a network, a clock or chance; the same arguments give the same outcome, for ever.
"""

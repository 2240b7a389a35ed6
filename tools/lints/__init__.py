"""House rules that other tools cannot see: one file per rule, each with the mistake that it prevents.

A rule is a function from a source file to the places that break it.
A line that must break one says so and why, on it or above it: `# lint: allow rule-name - the reason`.
"""

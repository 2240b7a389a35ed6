"""Lanes: all later work of one conversation, done in order by one holder at a time.

Owns: the lane and lane_job tables, claiming with SKIP LOCKED, leases with a fencing epoch, retries, dead letters.
Answers: doors that schedule jobs in their own transaction; the worker that runs them.
Never: knows what a job means.
"""

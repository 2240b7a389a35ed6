"""Door 1 of the inbox: each route is one action or one query; no logic."""

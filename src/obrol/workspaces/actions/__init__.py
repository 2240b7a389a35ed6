"""The verbs of workspaces."""

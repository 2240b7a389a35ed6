"""What can be done with bots and flows, one capability a file."""

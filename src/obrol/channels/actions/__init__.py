"""What can be done with a channel, one capability a file."""

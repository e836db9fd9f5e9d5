"""What can be done: one change a file."""

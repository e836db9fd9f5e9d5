"""What can be asked: one question a file, and asking changes nothing."""

"""One way to speak to each server that the bench measures."""

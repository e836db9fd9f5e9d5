"""The chain of events: written, checked, replayed."""

"""The clock's way in: due timers become commands at the same door."""

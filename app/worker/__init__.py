"""The clock's way in: due timers and due outbox messages become the same commands that people send."""

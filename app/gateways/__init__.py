"""The outside world behind ports: clock, mail, documents, directory, anchors."""

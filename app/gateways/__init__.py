"""The outside world behind ports: passwords, documents, mail. Only app/assemble.py chooses which."""

"""The bench of expressions: ours beside the interpreters that a Python program could call, on the same texts and values."""

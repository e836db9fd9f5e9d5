"""The bench: ours beside the smallest server that could do the same work, in one run, on the same machine, with the same client."""

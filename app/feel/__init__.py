"""The FEEL expression language, over the standard library only."""

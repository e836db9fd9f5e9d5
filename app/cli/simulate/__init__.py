"""Trying stories: the runner that `duban simulate` and the tests of the city's own stories share."""

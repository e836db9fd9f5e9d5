"""How the candidate groups of tasks in secret cases are kept: apart, so that no list of a group's work comes upon them."""

from typing import Final

SEALED: Final = "sealed"
"""The kind of such a candidate, where another case has `group`. Every open task of a secret case has one, with an empty name at least.

Source: docs/permissions, "A secret case": it is seen by those named in it, and membership of a group names nobody.
"""

"""How large a diagram may be."""

from typing import Final

MAX_ELEMENTS: Final = 1_000
MAX_NESTING: Final = 10

# Of one rule in one file; whoever has more to mend than this starts with these.
MAX_FINDINGS: Final = 100

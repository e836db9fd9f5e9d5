"""How much one case and one command may use. What goes beyond is an incident on its element, or a rejected command; other cases never
notice."""

from typing import Final

from app.domain.keys import BLOCK

MAX_STEPS: Final = 20_000
"""Automatic steps in one command."""

MAX_FEEL_STEPS: Final = 3_000_000
"""Steps of FEEL in one command, all its expressions together; FeelWorld.max_steps limits each of them."""

MAX_VISITS: Final = 1_000
"""Times that one command may enter the same element of one scope: more is a loop without a wait."""

MAX_TOKENS: Final = 5_000
"""Tokens alive in one case, armed events included."""

MAX_ITEMS: Final = 2_000
"""Items of one multi-instance body."""

MAX_DEPTH: Final = 30
"""Processes and sub-processes inside each other: more is a process that calls itself."""

MAX_VALUE_BYTES: Final = 512 * 1024
"""One variable's value as JSON text."""

MAX_WRITTEN_BYTES: Final = 16 * 1024 * 1024
"""All values that one command writes, which its event keeps."""

MAX_SNAPSHOT_BYTES: Final = 8 * 1024 * 1024
"""One case with all its variables."""

MAX_KEY: Final = BLOCK - 4 * MAX_TOKENS
"""The last number of a case's block of keys after which no automatic step begins."""

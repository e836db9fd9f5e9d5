"""How much room a text takes in a drawing, as the modelers draw it."""

import math
import unicodedata
from typing import Final

from app.diagram import Box

LABEL_WIDTH: Final = 90.0
"""Labels beside events, gateways and flows are broken at this width."""
_LABEL_FONT: Final = 11.0
_TASK_FONT: Final = 12.0
_MARGIN: Final = 7.0
_LINE: Final = 1.2
_LATIN: Final = 0.6
"""Width of a Latin letter, as a share of the font size; Chinese characters are as wide as high."""


def text_width(text: str, font: float) -> float:
    return sum(font if unicodedata.east_asian_width(letter) in "WF" else font * _LATIN for letter in text)


def label_box(text: str, place: Box) -> Box:
    """The box that a label fills. place: its bounds in the file; the text hangs from its top, centred."""
    width = min(text_width(text, _LABEL_FONT), max(LABEL_WIDTH, place.width))
    lines = math.ceil(text_width(text, _LABEL_FONT) / max(LABEL_WIDTH, place.width)) or 1
    return Box(place.middle[0] - width / 2, place.y, width, lines * _LABEL_FONT * _LINE)


def fits_inside(text: str, box: Box) -> bool:
    """Whether a name fits into a task's box, inside the margin that the modelers keep around it."""
    room = box.width - 2 * _MARGIN
    if room <= 0:
        return False
    lines = math.ceil(text_width(text, _TASK_FONT) / room)
    return lines * _TASK_FONT * _LINE <= box.height - 2 * _MARGIN

"""What somebody typed into a field beside the forms of tasks, and has not sent."""

from datetime import datetime

from msgspec import Struct


class KeptWords(Struct, frozen=True):
    """href: where the page keeps them as they are typed. saved_at: when the server last took some, also those that were sent since; None:
    never. text: as far as they were typed, empty for none. Private to who typed them."""

    href: str
    saved_at: datetime | None = None
    text: str = ""

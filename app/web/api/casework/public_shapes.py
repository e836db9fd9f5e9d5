"""What /casework/v1 answers and asks of a citizen: how far a case is, and a letter."""

from app.web.api.casework.shapes import Shape


class PublicStep(Shape):
    """state: done or now."""

    name: str
    state: str
    at: str | None


class PublicCase(Shape):
    """state: received, running, stopped, late, answered, merged or closed. promisedAt: by when it will be answered.

    Of a merged case all but number, receivedAt and state are the earlier one's; the answer to that one is given to who wrote it alone.
    """

    receipt_number: str
    process_name: str
    state: str
    received_at: str
    ended_at: str | None
    steps: list[PublicStep]
    promised_at: str | None
    provisional: bool
    answered: bool
    answered_at: str | None
    answer: str | None
    unit: str | None
    merged_into: str | None


class NewLetter(Shape, forbid_unknown_fields=True):
    topic: str
    place: str
    content: str
    anonymous: bool = False
    name: str | None = None
    contact: str | None = None
    keep_identity: bool = False
    about_conduct: bool = False


class LetterReceipt(Shape):
    """queryCode: with it and the number, anybody may read how far the letter is."""

    receipt_number: str
    query_code: str

"""What happened, in the order it happened: the content of one audit event."""

from typing import Any

from msgspec import Struct, field


class Fact(Struct):
    """One thing that a command brought about.

    kind: past tense, one of the closed list in docs/facts.md.
    key: the element instance it concerns.
    public: ids, instants, rules and counts as plain JSON; it stands in the event for ever.
    private: what people wrote and what was worked out of it; it lies beside the chain and can be erased.
    """

    kind: str
    element_id: str | None = None
    key: int | None = None
    public: dict[str, Any] = field(default_factory=dict)
    private: dict[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """Return the fact as it stands in an event's body: keys as text, as everywhere outside; what is not said is left out."""
        said: dict[str, Any] = {"fact": self.kind}
        if self.element_id is not None:
            said["elementId"] = self.element_id
        if self.key is not None:
            said["elementInstanceKey"] = str(self.key)
        for name, value in self.public.items():
            if value is not None:
                said[name] = str(value) if name.endswith("Key") and isinstance(value, int) else value
        return said

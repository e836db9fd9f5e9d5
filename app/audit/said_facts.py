"""The facts of events as the chain says them, without what lies beside it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Event = Mapping[str, Any]


def said_facts(chain: Sequence[Event], marks: Sequence[str]) -> Iterator[tuple[Event, int, Mapping[str, Any]]]:
    """Yield event, place and fact of the events in whose body one of the marks stands; nothing of one that cannot be read."""
    for event in chain:
        if any(mark in event["body"] for mark in marks):
            try:
                yield from ((event, place, fact) for place, fact in enumerate(json.loads(event["body"])["facts"]) if "fact" in fact)
            except (ValueError, KeyError, TypeError, RecursionError):
                continue  # a break of the chain already

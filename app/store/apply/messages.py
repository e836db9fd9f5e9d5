"""From facts to rows: who waits for messages, signals and the start of a case by a timer, and what is on its way to them."""

import json

from app.domain.canonical import canonical
from app.domain.fact import Fact
from app.store.apply.batch import Batch
from app.store.apply.facts import applies


@applies("subscription_opened")
def _subscription_opened(batch: Batch, fact: Fact) -> None:
    batch.insert(
        "subscription",
        {
            "event": fact.public["event"],
            "message_name": fact.public["name"],
            "correlation_key": fact.private.get("correlationKey"),
            "case_key": batch.case_key,
            "element_instance_key": fact.key,
            "definition_key": None,
            "element_id": fact.element_id,
        },
    )


@applies("subscription_closed")
def _subscription_closed(batch: Batch, fact: Fact) -> None:
    batch.closed_subscriptions.append(int(fact.key or 0))


@applies("message_published", "message_thrown")
def _message_on_its_way(batch: Batch, fact: Fact) -> None:
    said, private = fact.public, fact.private
    # What was taken and thrown by a case goes on naming both cases; what it said is gone already.
    batch.store.run("DELETE FROM message WHERE expires_at < :at AND (taken = 0 OR thrown_by IS NULL)", at=batch.at)
    variables = private["variables"]
    batch.insert(
        "message",
        {
            "key": int(said["messageKey"]),
            "name": said["name"],
            "correlation_key": private["correlationKey"] or "",
            "message_id": private.get("messageId"),
            "published_at": batch.at,
            "expires_at": said["expiresAt"],
            "variables": variables if isinstance(variables, str) else canonical(variables),
            "taken": 0,
            "thrown_by": batch.case_key or None,
        },
    )


@applies("message_taken")
def _message_taken(batch: Batch, fact: Fact) -> None:
    batch.store.run(
        "UPDATE message SET taken = 1, taken_by = :case, variables = '{}' WHERE key = :key",
        key=int(fact.public["messageKey"]),
        case=batch.case_key,
    )


@applies("signal_thrown")
def _signal_thrown(batch: Batch, fact: Fact) -> None:
    """One row for each case that waited for it at that moment, and for each start event: each is brought by a command of its own."""
    said = fact.public
    if "signalKey" not in said:
        return  # from before signals went from case to case
    targets = [{"case": int(key)} for key in said["cases"]] + [dict(start) for start in said["starts"]]
    for place, target in enumerate(targets):
        content = {"name": said["name"], "thrownBy": batch.case_key, **target}
        batch.insert(
            "outbox",
            {
                "key": int(said["signalKey"]) + place,
                "kind": "signal",
                "content": json.dumps(content, sort_keys=True),
                "case_key": str(target["case"]) if "case" in target else None,
                "due_at": batch.at,
                "tries": 0,
            },
        )


@applies("signal_received")
def _signal_received(batch: Batch, fact: Fact) -> None:
    batch.store.run("DELETE FROM outbox WHERE key = :key", key=int(fact.public["signalKey"]))


@applies("timer_start_fired")
def _timer_start_fired(batch: Batch, fact: Fact) -> None:
    said = fact.public
    named = {"definition": int(said["definitionKey"]), "element": fact.element_id}
    where = "WHERE definition_key = :definition AND element_id = :element"
    if "nextDueAt" not in said:
        batch.store.run(f"DELETE FROM timer_start {where}", **named)
    else:
        batch.store.run(
            f"UPDATE timer_start SET due_at = :due, detail = :state {where}", due=said["nextDueAt"], state=said["state"], **named
        )

"""From facts of chain 0 to rows: definitions, units, accounts, the calendar."""

import json
from collections.abc import Mapping
from typing import Any, Final

from app.domain.fact import Fact
from app.store.apply.batch import Batch
from app.store.apply.facts import applies
from app.store.number_requirements import number_requirements

DETAIL: Final = ("messageStarts", "process", "period", "about", "requirementsId", "requirementsName")
"""What a definition says of itself besides its id, name and version."""


@applies("deployment_made")
def _deployment_made(batch: Batch, fact: Fact) -> None:
    said = fact.public
    for found in said["resources"]:
        if found.get("confirmed"):
            _confirm(batch, found)
    new = [found for found in said["resources"] if found["isNew"]]
    if not new:
        return
    batch.insert(
        "deployment", {"key": int(said["deploymentKey"]), "deployed_at": batch.at, "deployed_by": batch.actor, "state": said["state"]}
    )
    # All of them: a model may import a file that defines nothing by itself.
    for digest, content in fact.private["_contents"].items():
        batch.store.run(
            "INSERT INTO resource (digest, content) VALUES (:digest, :content) ON CONFLICT DO NOTHING", digest=digest, content=content
        )
    graphs = number_requirements(batch.store, int(said["deploymentKey"]), said["resources"])
    for found in new:
        graph = graphs.get(found["file"]) if found["kind"] == "decision" else None
        detail = {name: found[name] for name in DETAIL if name in found}
        batch.insert(
            "definition",
            {
                "key": int(found["key"]),
                "kind": found["kind"],
                "id": found["id"],
                "version": found["version"],
                "version_tag": found["versionTag"],
                "name": found["name"],
                "resource_name": found["file"],
                "digest": found["digest"],
                "deployment_key": int(said["deploymentKey"]),
                "state": found["state"],
                "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True),
                "requirements_id": found.get("requirementsId"),
                "requirements_name": found.get("requirementsName"),
                "requirements_key": graph.key if graph else None,
                "requirements_version": graph.version if graph else None,
            },
        )
        if found["kind"] == "process" and found["state"] == "active":
            _move_starts(batch, found)


def _confirm(batch: Batch, found: Mapping[str, Any]) -> None:
    """A second designer has deployed the same file: from now on instances use it."""
    batch.store.run("UPDATE definition SET state = 'active' WHERE key = :key", key=int(found["key"]))
    batch.store.run(
        "UPDATE deployment SET state = 'active' WHERE key = :key"
        " AND NOT EXISTS (SELECT 1 FROM definition WHERE deployment_key = :key AND state = 'pending')",
        key=int(found["deploymentKey"]),
    )
    if found["kind"] == "process":
        _move_starts(batch, found)


def _move_starts(batch: Batch, found: Mapping[str, Any]) -> None:
    """Only the newest version of a process is started by messages, signals and timers."""
    batch.store.run(
        "DELETE FROM timer_start WHERE definition_key IN (SELECT key FROM definition WHERE kind = 'process' AND id = :id)", id=found["id"]
    )
    for start in found.get("timerStarts", ()):
        batch.insert(
            "timer_start",
            {
                "definition_key": int(found["key"]),
                "element_id": start["elementId"],
                "due_at": start["dueAt"],
                "detail": start["state"],
            },
        )
    batch.store.run(
        "DELETE FROM subscription WHERE definition_key IN (SELECT key FROM definition WHERE kind = 'process' AND id = :id)", id=found["id"]
    )
    for event in ("message", "signal"):
        for start in found.get(f"{event}Starts", ()):
            batch.insert(
                "subscription",
                {
                    "event": event,
                    "message_name": start[f"{event}Name"],
                    "correlation_key": None,
                    "case_key": None,
                    "element_instance_key": None,
                    "definition_key": int(found["key"]),
                    "element_id": start["elementId"],
                },
            )


@applies("definition_retired")
def _definition_retired(batch: Batch, fact: Fact) -> None:
    said = fact.public
    batch.store.run("UPDATE definition SET state = 'retired' WHERE key = :key", key=int(said["definitionKey"]))
    if "inForce" in said:
        _move_starts(batch, {"id": said["id"], **(said["inForce"] or {})})


@applies("calendar_year_entered")
def _calendar_year_entered(batch: Batch, fact: Fact) -> None:
    said = fact.public
    batch.insert("calendar_version", {"version": said["version"], "year": said["year"], "content": said["content"], "entered_at": batch.at})


@applies("unit_registered")
def _unit_registered(batch: Batch, fact: Fact) -> None:
    batch.store.run(
        "INSERT INTO unit (id, name, parent_id) VALUES (:id, :name, :parent) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
        " parent_id = excluded.parent_id",
        id=fact.public["unitId"],
        name=fact.public["name"],
        parent=fact.public.get("parentId"),
    )


@applies("account_registered")
def _account_registered(batch: Batch, fact: Fact) -> None:
    said = fact.public
    batch.insert(
        "account",
        {
            "name": said["account"],
            "display_name": fact.private["displayName"],
            "password_hash": fact.private.get("_passwordHash"),
            "state": "active",
            "everything": 1 if said["everything"] else 0,
            "demo": 1 if said["demo"] else 0,
            "failures": 0,
            "rights_version": 1,
        },
    )
    for held in said["holdings"]:
        batch.insert("holding", {"account": said["account"], "role": held["role"], "unit": held["unit"], "post": held["post"]})


@applies("mail_address_set")
def _mail_address_set(batch: Batch, fact: Fact) -> None:
    batch.store.run(
        "UPDATE account SET mail_address = :address WHERE name = :name", address=fact.private.get("address"), name=fact.public["account"]
    )


@applies("account_disabled")
def _account_disabled(batch: Batch, fact: Fact) -> None:
    batch.store.run(
        "UPDATE account SET state = 'disabled', rights_version = rights_version + 1 WHERE name = :name", name=fact.public["account"]
    )


@applies("account_enabled")
def _account_enabled(batch: Batch, fact: Fact) -> None:
    # The rights are another version, so that no session or token from before lives on.
    batch.store.run(
        "UPDATE account SET state = 'active', failures = 0, locked_until = NULL, rights_version = rights_version + 1 WHERE name = :name",
        name=fact.public["account"],
    )


@applies("password_changed")
def _password_changed(batch: Batch, fact: Fact) -> None:
    batch.store.run(
        "UPDATE account SET password_hash = :hash, must_change_password = :temporary, failures = 0, locked_until = NULL,"
        " rights_version = rights_version + 1 WHERE name = :name",
        hash=fact.private.get("_passwordHash"),
        temporary=1 if fact.public.get("temporary") else 0,
        name=fact.public["account"],
    )


@applies("account_unlocked")
def _account_unlocked(batch: Batch, fact: Fact) -> None:
    batch.store.run("UPDATE account SET failures = 0, locked_until = NULL WHERE name = :name", name=fact.public["account"])


@applies("sessions_ended")
def _sessions_ended(batch: Batch, fact: Fact) -> None:
    batch.store.run_many("DELETE FROM session WHERE token_digest = :digest", [{"digest": one} for one in fact.private["_tokenDigests"]])


@applies("roles_changed")
def _roles_changed(batch: Batch, fact: Fact) -> None:
    name = fact.public["account"]
    batch.store.run_many(
        "DELETE FROM holding WHERE account = :account AND role = :role AND unit = :unit",
        [{"account": name, **held} for held in fact.public["removed"]],
    )
    batch.store.run_many(
        "INSERT INTO holding (account, role, unit, post) VALUES (:account, :role, :unit, :post)"
        " ON CONFLICT (account, role, unit) DO UPDATE SET post = excluded.post",
        [{"account": name, **held} for held in fact.public["added"]],
    )
    batch.store.run("UPDATE account SET rights_version = rights_version + 1 WHERE name = :name", name=name)


@applies("post_registered", "post_changed")
def _post_set(batch: Batch, fact: Fact) -> None:
    said = fact.public
    batch.store.run(
        "INSERT INTO post (id, role, unit, name, first, second) VALUES (:id, :role, :unit, :name, :first, :second)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, first = excluded.first, second = excluded.second",
        id=int(said["postId"]),
        role=said["role"],
        unit=said["unit"],
        name=said["name"],
        first=said.get("first"),
        second=said.get("second"),
    )


@applies("leave_entered")
def _leave_entered(batch: Batch, fact: Fact) -> None:
    said = fact.public
    batch.insert(
        "leave",
        {
            "id": int(said["leaveId"]),
            "account": said["account"],
            "starts_at": said["startsAt"],
            "ends_at": said["endsAt"],
            "substitute": said.get("substitute"),
            "reason": fact.private.get("reason"),
            "entered_by": batch.actor,
            "entered_at": batch.at,
        },
    )


@applies("leave_ended")
def _leave_ended(batch: Batch, fact: Fact) -> None:
    batch.store.run("UPDATE leave SET ends_at = :ends WHERE id = :id", ends=fact.public["endsAt"], id=int(fact.public["leaveId"]))


@applies("token_created")
def _token_created(batch: Batch, fact: Fact) -> None:
    said = fact.public
    batch.insert(
        "access_token",
        {
            "digest": fact.private["_tokenDigest"],
            "id": said["tokenId"],
            "account": said["account"],
            "name": fact.private["name"],
            "scopes": " ".join(said["scopes"]),
            "rights_version": said["rightsVersion"],
            "created_at": said["createdAt"],
            "expires_at": said["expiresAt"],
        },
    )


@applies("token_revoked")
def _token_revoked(batch: Batch, fact: Fact) -> None:
    batch.store.run("UPDATE access_token SET revoked_at = :at WHERE id = :id", at=fact.public["revokedAt"], id=fact.public["tokenId"])


@applies("deadlines_released")
def _deadlines_released(batch: Batch, _fact: Fact) -> None:
    batch.store.run("DELETE FROM setting WHERE name = 'held_since'")


@applies("filter_saved")
def _filter_saved(batch: Batch, fact: Fact) -> None:
    said, kept = fact.public, fact.private
    query = json.dumps(kept["query"], ensure_ascii=False, sort_keys=True)
    batch.insert(
        "saved_filter",
        {"id": int(said["filterId"]), "account": batch.actor, "unit": said["unit"], "name": kept["name"], "query": query},
    )


@applies("filter_dropped")
def _filter_dropped(batch: Batch, fact: Fact) -> None:
    batch.store.run("DELETE FROM saved_filter WHERE id = :id", id=int(fact.public["filterId"]))

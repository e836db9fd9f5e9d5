"""From facts to rows: one small function a kind of fact. A kind without one changes no projection."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from app.domain.canonical import canonical, parse
from app.domain.fact import Fact
from app.domain.identity import AS_NUMBER
from app.store.apply.batch import Batch
from app.store.apply.drafts import copy_drafts
from app.store.sealed import SEALED

Applier = Callable[[Batch, Fact], None]
APPLIERS: Final[dict[str, Applier]] = {}
NOBODY: Final = frozenset({"clock", "public", "system"})
"""Who starts cases and is no person who could be named in one."""

MERGED_INTO: Final = "mergedInto"
"""The variable by which a case says into which other one it was merged: a receipt number, null again when that is undone. See
docs/decisions."""


def applies(*kinds: str) -> Callable[[Applier], Applier]:
    def register(function: Applier) -> Applier:
        for kind in kinds:
            APPLIERS[kind] = function
        return function

    return register


def apply_facts(batch: Batch, facts: Iterable[Fact]) -> None:
    """Gather what the facts change, in their order; the caller flushes."""
    for fact in facts:
        applier = APPLIERS.get(fact.kind)
        if applier is not None:
            applier(batch, fact)


def _key(fact: Fact) -> int:
    if fact.key is None:
        raise ValueError(f"Expected {fact.kind} to name its element instance")
    return fact.key


@applies("process_instance_started")
def _instance_started(batch: Batch, fact: Fact) -> None:
    said = fact.public
    batch.insert(
        "process_instance",
        {
            "key": _key(fact),
            "case_key": batch.case_key,
            "parent_key": _maybe_int(said.get("parentProcessInstanceKey")),
            "parent_element_key": _maybe_int(said.get("parentElementInstanceKey")),
            "process_id": said["process"],
            "definition_key": int(said["definitionKey"]),
            "digest": said["definitionDigest"],
            "state": "ACTIVE",
            "started_at": batch.at,
            "ended_at": None,
            "received_at": said.get("receivedAt"),
            "started_by": said.get("startedBy", ""),
            "receipt_number": said.get("receiptNumber"),
            "business_id": fact.private.get("businessId"),
            "title": fact.private.get("title"),
            "owner": said.get("owner"),
            "outcome": None,
            "merged_into": None,
            "secret": 1 if said.get("secret") else 0,
            "identity_kept": AS_NUMBER.get(said.get("identityKept", ""), 0),
            "tags": None,
        },
    )
    if _key(fact) == batch.case_key:
        batch.store.secret[batch.case_key] = bool(said.get("secret"))
        if said.get("secret") and said["startedBy"] not in NOBODY:
            # Whoever registers a secret case is named in it: else nobody could give its first task to anybody.
            batch.party("account", said["startedBy"])


@applies("paper_case_taken")
def _paper_case_taken(batch: Batch, fact: Fact) -> None:
    batch.insert(
        "paper_case",
        {
            "process_id": fact.public["process"],
            "paper_number": fact.private["paperNumber"],
            "case_key": batch.case_key,
            "document_key": int(fact.public["documentKey"]),
            "line": fact.public["line"],
        },
    )


@applies("process_instance_completed", "process_instance_cancelled")
def _instance_ended(batch: Batch, fact: Fact) -> None:
    state = "COMPLETED" if fact.kind == "process_instance_completed" else "TERMINATED"
    # A case is known by the end that it reached last.
    batch.update("process_instance", _key(fact), state=state, ended_at=batch.at, outcome=batch.last_end)


@applies("answers_corrected")
def _answers_corrected(batch: Batch, fact: Fact) -> None:
    if "title" in fact.private:
        batch.update("process_instance", batch.case_key, title=fact.private["title"])


@applies("element_completed")
def _element_completed(batch: Batch, fact: Fact) -> None:
    if fact.public.get("type") == "endEvent":
        batch.last_end = fact.element_id


@applies("task_created")
def _task_created(batch: Batch, fact: Fact) -> None:
    said, key = fact.public, _key(fact)
    batch.insert(
        "user_task",
        {
            "key": key,
            "case_key": batch.case_key,
            "process_instance_key": int(said["processInstanceKey"]),
            "process_id": said["processId"],
            "definition_key": int(said["definitionKey"]),
            "element_id": fact.element_id,
            "name": said.get("name") or fact.element_id or "",
            "title": fact.private.get("title"),
            "state": "CREATED",
            "assignee": said.get("assignee"),
            "priority": int(said.get("priority", 50)),
            "form_id": said.get("formId"),
            "form_digest": said.get("formDigest"),
            "created_at": batch.at,
            "ended_at": None,
            "completed_by": None,
            "acting_for": None,
            "due_at": said.get("dueAt"),
            "follow_up_at": said.get("followUpAt"),
            "deadline_key": None,
            "deadline_at": None,
            "deadline_state": None,
            "light": None,
            "article": said.get("article"),
            **batch.returned.pop(fact.element_id or "", {}),
        },
    )
    if said.get("earlierTaskKey") is not None:
        copy_drafts(batch, int(said["earlierTaskKey"]), key)
    assigned = 1 if said.get("assignee") else 0
    for kind, names in (("group", said.get("candidateGroups", ())), ("user", said.get("candidateUsers", ()))):
        for name in dict.fromkeys(names):
            batch.insert("task_candidate", {"task_key": key, "kind": _kept_as(batch, kind), "name": name, "assigned": assigned})
            batch.party("group" if kind == "group" else "account", name)
    if batch.secret:
        batch.insert("task_candidate", {"task_key": key, "kind": SEALED, "name": "", "assigned": assigned})
    if said.get("assignee"):
        batch.party("account", said["assignee"])


def _kept_as(batch: Batch, kind: str) -> str:
    return SEALED if kind == "group" and batch.secret else kind


@applies("task_assigned")
def _task_assigned(batch: Batch, fact: Fact) -> None:
    # Who took it in the place of somebody away does it in that place, also after that one's return.
    taken_for = batch.acting_for if fact.public["assignee"] == batch.actor else None
    taken_for = fact.public.get("actingFor", taken_for)
    # Whoever gives a task to somebody ends a delegation with it.
    ended = dict.fromkeys(("delegated_by", "delegated_for", "delegated_reason"))
    batch.update("user_task", _key(fact), assignee=fact.public["assignee"], acting_for=taken_for, **ended)
    batch.assigned[_key(fact)] = 1
    batch.party("account", fact.public["assignee"])


@applies("task_unassigned")
def _task_unassigned(batch: Batch, fact: Fact) -> None:
    batch.update("user_task", _key(fact), assignee=None, acting_for=None, delegated_by=None, delegated_for=None, delegated_reason=None)
    batch.assigned[_key(fact)] = 0


@applies("task_completed")
def _task_completed(batch: Batch, fact: Fact) -> None:
    by = fact.public.get("completedBy", batch.actor)
    batch.update("user_task", _key(fact), state="COMPLETED", ended_at=batch.at, completed_by=by, acting_for=batch.acting_for)
    batch.ended_tasks.append(_key(fact))
    batch.party("account", by)


@applies("paper_decision_entered")
def _paper_decision_entered(batch: Batch, fact: Fact) -> None:
    batch.update("user_task", _key(fact), decided_on_paper_at=fact.public["decidedAt"], scan_key=int(fact.public["documentKey"]))
    batch.party("account", fact.public["leader"])


@applies("task_cancelled")
def _task_cancelled(batch: Batch, fact: Fact) -> None:
    batch.update("user_task", _key(fact), state="CANCELED", ended_at=batch.at, lapsed=1 if fact.public.get("lapsed") else 0)
    batch.ended_tasks.append(_key(fact))


@applies("task_changed")
def _task_changed(batch: Batch, fact: Fact) -> None:
    names = {"dueAt": "due_at", "followUpAt": "follow_up_at", "priority": "priority"}
    changes = {column: fact.public[name] for name, column in names.items() if name in fact.public}
    changes |= {"title": fact.private["title"]} if "title" in fact.private else {}
    if changes:
        batch.update("user_task", _key(fact), **changes)
    for kind, name in (("group", "candidateGroups"), ("user", "candidateUsers")):
        if name in fact.public:
            _replace_candidates(batch, _key(fact), kind, fact.public[name])


def _replace_candidates(batch: Batch, key: int, kind: str, names: Iterable[str]) -> None:
    kept_as = _kept_as(batch, kind)
    batch.store.run("DELETE FROM task_candidate WHERE task_key = :key AND kind = :kind AND name <> ''", key=key, kind=kept_as)
    for name in dict.fromkeys(names):
        batch.store.run(
            "INSERT INTO task_candidate (task_key, kind, name, assigned, sort_at)"
            " SELECT key, :kind, :name, CASE WHEN assignee IS NULL THEN 0 ELSE 1 END, sort_at FROM user_task WHERE key = :key",
            key=key,
            kind=kept_as,
            name=name,
        )
        batch.party("group" if kind == "group" else "account", name)


@applies("variable_written")
def _variable_written(batch: Batch, fact: Fact) -> None:
    scope, name = int(fact.public["scopeKey"]), fact.public["name"]
    batch.variables[scope, name] = {
        "case_key": batch.case_key,
        "process_instance_key": int(fact.public.get("processInstanceKey", batch.case_key)),
        "scope_key": scope,
        "name": name,
        "value": fact.private["value"],
    }
    if name == MERGED_INTO:
        batch.update("process_instance", batch.case_key, merged_into=parse(fact.private["value"]))


@applies("variable_removed")
def _variable_removed(batch: Batch, fact: Fact) -> None:
    scope, name = int(fact.public["scopeKey"]), fact.public["name"]
    batch.variables.pop((scope, name), None)
    batch.store.run("DELETE FROM variable WHERE scope_key = :scope AND name = :name", scope=scope, name=name)


@applies("incident_opened")
def _incident_opened(batch: Batch, fact: Fact) -> None:
    said = fact.public
    batch.insert(
        "incident",
        {
            "key": int(said["incidentKey"]),
            "case_key": batch.case_key,
            "process_instance_key": int(said["processInstanceKey"]),
            "process_id": said["processId"],
            "definition_key": int(said["definitionKey"]),
            "element_id": fact.element_id,
            "element_instance_key": _key(fact),
            "kind": said["code"],
            "cause": fact.private.get("message", ""),
            "detail": canonical({"template": fact.private.get("template", ""), "facts": fact.private.get("facts", {})}),
            "state": "ACTIVE",
            "created_at": batch.at,
            "resolved_at": None,
        },
    )


@applies("incident_resolved")
def _incident_resolved(batch: Batch, fact: Fact) -> None:
    # A token has at most one open incident, so its key says which is meant.
    batch.store.run(
        "UPDATE incident SET state = 'RESOLVED', resolved_at = :at WHERE element_instance_key = :key AND state = 'ACTIVE'",
        at=batch.at,
        key=_key(fact),
    )


@applies("document_added")
def _document_added(batch: Batch, fact: Fact) -> None:
    said = fact.public
    batch.insert(
        "document",
        {
            "key": int(said["documentKey"]),
            "case_key": batch.case_key,
            "task_key": _maybe_int(said.get("userTaskKey")),
            "name": fact.private["name"],
            "media_type": said["mediaType"],
            "size_bytes": said["sizeBytes"],
            "digest": fact.private["digest"],
            "version": said["version"],
            "replaces": _maybe_int(said.get("replaces")),
            "added_by": batch.actor,
            "added_at": batch.at,
            "purpose": fact.private.get("purpose"),
            "upload_secret": None,
            "acting_for": batch.acting_for,
            "withheld": 1 if said.get("withheld") else 0,
        },
    )


@applies("comment_added")
def _comment_added(batch: Batch, fact: Fact) -> None:
    batch.insert(
        "comment",
        {
            "key": int(fact.public["commentKey"]),
            "case_key": batch.case_key,
            "author": batch.actor,
            "written_at": batch.at,
            "text": fact.private["text"],
            "acting_for": batch.acting_for,
        },
    )


def _maybe_int(text: Any) -> int | None:
    return None if text is None else int(text)


@applies("query_code_given")
def _query_code_given(batch: Batch, fact: Fact) -> None:
    if "issue" in fact.public:
        batch.store.run("DELETE FROM query_code WHERE case_key = :case", case=batch.case_key)
    batch.insert("query_code", {"case_key": batch.case_key, "code_hash": fact.private["_codeHash"], "failures": 0, "locked_until": None})

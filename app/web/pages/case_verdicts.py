"""What the last verification said of each case of a list. Nothing is verified for a list: what nobody has asked for reads so."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.audit.break_words import said_of_break
from app.audit.kept_verdicts import CaseNote
from app.audit.verify_case import FirstDifference
from app.audit.verify_whole import WholeVerdict
from app.domain.instant import instant_text, read_instant
from app.web.presentation.case_view import CaseMark
from app.web.surface import surface

_NONE: Final = CaseMark("none")


def marks_of(rows: Sequence[Mapping[str, Any]]) -> dict[int, CaseMark]:
    """Return the verdict of each case, by its key: of its replay or of the whole history, whichever was begun later.

    rows: key, receipt_number, events and chain_digest of each.
    """
    whole = surface().whole.verdict
    checked = whole if whole is not None and whole.away is None else None
    bad = {one.case_key: one for one in checked.chains.breaks} if checked is not None else {}
    found = {}
    for row in rows:
        own = surface().verifier.noted(row["key"])
        if own is not None and own.head == row["chain_digest"] and (checked is None or own.began >= instant_text(checked.began)):
            found[row["key"]] = _of_replay(row, own)
        elif (broken := bad.get(str(row["key"]))) is not None and checked is not None:
            said = said_of_break(broken.reason, broken.file, broken.year, broken.row)
            found[row["key"]] = CaseMark("differs", broken.seq, checked.began, said, _replay(row, broken.seq))
        else:
            found[row["key"]] = _of_whole(row, checked) if checked is not None else _NONE
    return found


def _of_replay(row: Mapping[str, Any], own: CaseNote) -> CaseMark:
    """Return what the check on the replay of a case found, which is as it was then."""
    at = read_instant(own.began)
    if not own.seq:
        return CaseMark("verified", row["events"], at)
    first = FirstDifference(own.seq, own.of, own.what, own.file, own.year, own.row)
    return CaseMark("differs", own.seq, at, first.said, _replay(row, own.seq))


def _of_whole(row: Mapping[str, Any], whole: WholeVerdict) -> CaseMark:
    """Return what the check of the whole history says of a case of which nothing broke: only as far as it is the case that was checked."""
    length, head = whole.chains.ends.get(str(row["key"]), (0, ""))
    if not length or (row["events"] or 0) < length or (row["events"] == length and row["chain_digest"] != head):
        return _NONE
    if whole.anchors.bad is not None:
        return CaseMark("anchors", length, whole.began)
    return CaseMark("verified" if row["events"] == length else "before", length, whole.began)


def _replay(row: Mapping[str, Any], seq: int) -> str:
    return f"/cases/{row['receipt_number']}/replay?event={seq}"

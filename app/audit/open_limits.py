"""The limits that run, or were missed and are still to be done, in what a case does for each of several: as they hold now.

A list such as the items of a meeting is written as its steps are done; an extension that was granted and a date set by a return stand in
the deadline alone until then. Source: opinions, articles 5, 6; procedures, meeting-decision: the bulletin says every date and extension.
"""

import json
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.audit.scopes_of_case import scopes_around, scopes_of_case
from app.domain.canonical import parse
from app.domain.deadline_row import from_row
from app.store.database import Reader

OPEN_LIMITS: Final = "openLimits"
"""The name under which papers read them."""


def open_limits(store: Reader, case_key: int, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Return a context for each open limit that belongs to one of several: `element` (its id), `place` in the list, from 1, `until` (the
    civil day on which it ends now) and `isExtended` (whether an extension was granted for it), oldest first.
    """
    rows = store.all("SELECT key, element_id, detail FROM deadline WHERE case_key = :key AND is_open = 1 ORDER BY key", key=case_key)
    places = {
        row["scope_key"]: int(parse(row["value"]))
        for row in store.all("SELECT scope_key, value FROM variable WHERE case_key = :key AND name = 'loopCounter'", key=case_key)
    }
    scopes = scopes_of_case(store, case_key) if rows and places else {}
    found = []
    for row in rows:
        place = next((places[one] for one in scopes_around(int(row["key"]), scopes) if one in places), None)
        if place is None:
            continue
        deadline = from_row(json.loads(row["detail"]))
        found.append(
            {
                "element": row["element_id"],
                "place": place,
                "until": deadline.deadline_at.astimezone(zone).date(),
                "isExtended": deadline.extensions > 0,
            }
        )
    return found

"""What an event of the city's own record concerns: whose account and which roles, which files, which year of the calendar.

Of facts alone, never of what lies beside them: reasons and addresses are on the pages of administrators.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.web.pages.frame import wording
from app.web.pages.people_words import role_words

MOST: Final = 4
_NAMED: Final = ("account", "unitId", "postId", "officeId", "file", "seed")
"""What names the thing that a fact concerns: the first that the fact has."""

Names = Mapping[str, str]


def concerns(body: str, people: Names, units: Names) -> str:
    """Return what an event concerns, in words; empty where it says nothing of that kind, or cannot be read.

    people: names by account. units: names by id.
    """
    show = wording()
    try:
        facts = json.loads(body)["facts"]
        said = list(dict.fromkeys(text for fact in facts for text in _of(fact, people, units) if text))
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    more = [show._("%(count)s more", count=len(said) - MOST)] if len(said) > MOST else []
    return show._("; ").join([*said[:MOST], *more])


def _of(fact: Mapping[str, Any], people: Names, units: Names) -> Iterator[str]:
    show = wording()
    if "resources" in fact:
        files = ((one["file"], one["version"]) for one in fact["resources"] if one.get("isNew") or one.get("confirmed"))
        yield from (show._("%(what)s, version %(number)s", what=name, number=version) for name, version in files)
    elif fact["fact"] == "calendar_year_entered":
        yield show._("%(what)s, version %(number)s", what=fact["year"], number=fact["version"])
    elif fact["fact"] == "definition_retired":
        yield show._("%(what)s, version %(number)s", what=fact["id"], number=fact["version"])
    else:
        name = next((str(fact[one]) for one in _NAMED if fact.get(one)), "")
        roles = [_role(one, units) for one in (*fact.get("holdings", ()), *fact.get("added", ()))]
        roles += [show._("no longer %(role)s", role=_role(one, units)) for one in fact.get("removed", ())]
        said = show._(", ").join(roles)
        yield show._("%(name)s (%(roles)s)", name=people.get(name, name), roles=said) if said else people.get(name, units.get(name, name))


def _role(holding: Mapping[str, Any], units: Names) -> str:
    return role_words(holding["role"], units.get(holding["unit"], holding["unit"]))

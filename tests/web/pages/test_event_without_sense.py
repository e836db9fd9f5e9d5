"""A case with an event that fits its chain and says nothing that can be read: its pages say which it is, and none breaks off."""

from typing import cast

import pytest

from tests.audit.test_forged_disposal import forge
from tests.builders.city import City
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import LETTER, desk

PAGES = ("", "?tab=history", "?tab=comments", "?tab=documents", "/replay", "/replay?at=1", "/verification")
FILES = ("dossier.pdf", "evidence.zip", "verification", "history")


@pytest.mark.parametrize("kind", ["comment_added", "document_added", "message_taken", "tasks_urged", "answers_corrected"])
def test_no_page_of_a_case_breaks_off_over_an_event_that_says_nothing(api: ApiCity, kind: str) -> None:
    case = api.start("citizen-letter", **LETTER)
    forge(cast(City, api.duban), int(case), kind, "hotline")  # its database is all that is asked of it
    number = api.number(case)
    for page in PAGES:
        assert desk(api, "auditor").client.get(f"/cases/{number}{page}").status_code < 500, page
    for file in FILES:
        assert api.ask("GET", f"/casework/v1/cases/{number}/{file}", who="auditor").status_code < 500, file

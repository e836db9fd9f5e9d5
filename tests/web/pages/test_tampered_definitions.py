"""A deployed file that somebody rewrote or took away in the database is said on the pages, and shuts none but its own."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.audit.surroundings import Cache
from app.engine.program import Programs
from app.web.pages import definition_words
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import LETTER, desk, words

FILE = "citizen-letter.bpmn"
REWRITTEN = "UPDATE resource SET content = :forged WHERE digest = :digest"
TAKEN_AWAY = "DELETE FROM resource WHERE digest = :digest AND :forged IS NOT NULL"


@contextmanager
def tampered(api: ApiCity, sql: str) -> Iterator[str]:
    """Give the number of a letter whose diagram was changed after it began, in a city that was started again since."""
    number = api.number(api.start("citizen-letter", who="hotline", **LETTER))
    with api.duban.database.write() as store:
        digest = store.value("SELECT MAX(digest) FROM definition WHERE resource_name = :file", file=FILE)
        raw = bytes(store.value("SELECT content FROM resource WHERE digest = :digest", digest=digest))
        assert store.run(sql, digest=digest, forged=raw.replace("登记".encode(), "伪造".encode())) == 1
    _forget(api)
    try:
        yield number
    finally:
        with api.duban.database.write() as store:
            store.run("DELETE FROM resource WHERE digest = :digest", digest=digest)
            store.run("INSERT INTO resource (digest, content) VALUES (:digest, :raw)", digest=digest, raw=raw)
        _forget(api)


def _forget(api: ApiCity) -> None:
    """Read every file anew, as a process does that has just started."""
    api.duban.door.surroundings._files = Cache(512)
    api.duban.door.surroundings.programs = Programs()
    for kept in (definition_words._names, definition_words._public_names, definition_words._documentation):
        kept.cache_clear()


@pytest.mark.parametrize(("sql", "said"), [(REWRITTEN, "被改动"), (TAKEN_AWAY, "缺失")])
def test_a_case_says_which_file_is_not_what_was_deployed_and_shows_nothing_of_it(either_api: ApiCity, sql: str, said: str) -> None:
    with tampered(either_api, sql) as number:
        auditor = desk(either_api, "auditor")
        text = auditor.get(f"/cases/{number}/replay?check=now")
        assert 'data-state="differs"' in text
        assert f"链，事件1：已部署的文件{FILE}{said}" in words(text).replace(" ", "")
        assert "伪造" not in text
        auditor.get(f"/cases/{number}/diagram.bpmn", 503 if sql == REWRITTEN else 404)
        assert number in auditor.get("/cases"), "a list is not lost with one diagram"
        found = either_api.get(f"/casework/v1/cases/{number}/verification", who="auditor")
    assert (found["chain"], found["recomputation"], found["differsAt"]["seq"]) == ("differs", "differs", 1)
    assert found["differsAt"]["what"].startswith(f"{FILE}: ")


def test_nobody_begins_a_case_by_a_diagram_that_was_rewritten(either_api: ApiCity) -> None:
    with tampered(either_api, REWRITTEN):
        asked = {"processDefinitionId": "citizen-letter", "variables": LETTER}
        answer = either_api.ask("POST", "/v2/process-instances", asked, who="hotline")
    assert answer.status_code == 503
    assert "deployed file" in answer.get_json()["detail"]

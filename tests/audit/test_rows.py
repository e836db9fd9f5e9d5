"""The rows by which a case is found and headed, and by which people have rights and files run, are compared with what made them."""

import io
from typing import Any

import pytest

from app.audit.chain_break import Break
from app.audit.hash_chain import event_digest
from app.audit.verify_chains import verify_chain, verify_chains
from app.service.add_comment import AddComment
from app.service.add_document import AddDocument
from app.service.decide_disposal import DecideDisposal
from app.service.propose_disposal import ProposeDisposal
from tests.audit.test_shown_rows import other
from tests.builders.city import City
from tests.builders.kept_errand import ended, erase, keeping
from tests.service.rows import ROWS, case_at_handle

OF_A_CASE: dict[str, tuple[Any, ...]] = {
    "its number": ("UPDATE process_instance SET receipt_number = 'QZ-2026-999999-9' WHERE key = :case", 1, "row"),
    "its title": ("UPDATE process_instance SET title = 'another' WHERE key = :case", 1, "row"),
    "its reception": ("UPDATE process_instance SET received_at = '2001-01-01T01:00:00.000000Z' WHERE key = :case", 1, "row"),
    "its end": ("UPDATE process_instance SET state = 'COMPLETED', ended_at = started_at WHERE key = :case", 1, "row"),
    "who said it": ("UPDATE comment SET author = 'mayor' WHERE case_key = :case", 3, "row", "comment {}, author", 0),
    "a word put in": (
        "INSERT INTO comment (key, case_key, author, written_at, text) SELECT key + 1, case_key, 'mayor', written_at, 'x' FROM comment",
        3,
        "row_inserted",
        "comment {}",
        1,
    ),
    "a hold": ("INSERT INTO legal_hold (case_key, proposed_by, confirmed_by, held_since, reason) VALUES (:case, 'a', 'b', 'c', 'd')", 3,
               "row_inserted"),
}  # fmt: skip
OF_THE_CITY = {
    "a role": ("INSERT INTO holding (account, role, unit, post) VALUES ('hotline', 'security-admin', '', '')", "account"),
    "a name": ("UPDATE account SET display_name = 'Somebody Else' WHERE name = 'hotline'", "account"),
    "every group": ("UPDATE account SET everything = 1 WHERE name = 'hotline'", "account"),
    "an account let in again": ("UPDATE account SET state = 'disabled' WHERE name = 'hotline'", "account"),
    "a post of a role": ("UPDATE holding SET post = 'Z' WHERE account = 'hotline'", "account"),
    "somebody to stand in": (
        "INSERT INTO leave (id, account, starts_at, ends_at, substitute, entered_by, entered_at)"
        " VALUES (9, 'hotline', '2026-01-01', '2027-01-01', 'demo', 'security', '2026-01-01')",
        "leave_inserted",
    ),
    "a pair": ("INSERT INTO post (id, role, unit, name, first, second) VALUES (9, 'handler', 'x', 'x', 'a', 'b')", "post_inserted"),
    "a token": (
        "INSERT INTO access_token (digest, id, account, name, scopes, rights_version, created_at, expires_at)"
        " VALUES ('d', 'i', 'hotline', 'n', '', 1, '2026-01-01', '2030-01-01')",
        "access_token_inserted",
    ),
    "a role of nobody": ("INSERT INTO holding (account, role, unit, post) VALUES ('ghost', 'auditor', '', '')", "account_inserted"),
    "a retired file": ("UPDATE definition SET state = 'retired' WHERE kind = 'process'", "row"),
    "a file put in": (
        "INSERT INTO definition (key, kind, id, version, name, resource_name, digest, deployment_key, state, detail)"
        " SELECT key + 1000000, kind, id, version + 1, name, resource_name, digest, deployment_key, 'active', detail FROM definition"
        " WHERE kind = 'process'",
        "row_inserted",
    ),
}


@pytest.mark.parametrize("what", OF_A_CASE)
def test_a_row_of_a_case_that_says_something_else_is_named_with_its_event(city: City, what: str) -> None:
    sql, seq, reason, *more = OF_A_CASE[what]
    case = case_at_handle(city)
    city.do(AddComment(case, "a word"), "hotline")
    other = case_at_handle(city)
    with city.database.write() as store:
        assert verify_chains(store).breaks == ()
        store.run(sql, case=case) if ":case" in sql else store.run(sql)
    comment = city.value("SELECT MIN(key) FROM comment")
    named = Break(str(case), seq, reason, row=more[0].format(comment + more[1]) if more else "")
    with city.database.read() as store:
        assert verify_chains(store).breaks == (named,)
        assert verify_chain(store, str(case)).first_bad == named
        assert verify_chain(store, str(other)).first_bad is None


@pytest.mark.parametrize("what", OF_THE_CITY)
def test_a_right_a_name_or_a_file_that_no_event_gave_is_named(city: City, what: str) -> None:
    sql, reason = OF_THE_CITY[what]
    case_at_handle(city)
    with city.database.write() as store:
        store.run(sql)
    with city.database.read() as store:
        found = verify_chains(store).first_bad
    assert found is not None
    assert (found.case_key, found.reason) == ("0", reason)


@pytest.mark.parametrize("name", ["ChangePost", "CreateToken", "RevokeToken", "EnterLeave", "EndLeave", "DisableAccount", "EnableAccount",
                                  "ImportPeople", "RegisterPost", "ChangeRoles", "RegisterAccount"])  # fmt: skip
def test_what_a_command_makes_of_rights_holds_and_is_found_when_it_is_taken_back(sqlite_city: City, name: str) -> None:
    city = sqlite_city
    row = next(row for command, row in ROWS.items() if command.__name__ == name)
    row.run(city, row.make(city), row.who)
    with city.database.read() as store:
        assert verify_chain(store, "0").first_bad is None
        for table, sql in (
            ("post", "UPDATE post SET second = 'somebody'"),
            ("leave", "UPDATE leave SET ends_at = '2031-01-01T00:00:00.000000Z'"),
            ("access_token", "UPDATE access_token SET scopes = 'all', revoked_at = NULL"),
            ("account", "UPDATE account SET state = CASE state WHEN 'active' THEN 'disabled' ELSE 'active' END"),
        ):
            if store.run(sql):  # what is written here is undone
                assert verify_chain(store, "0").first_bad is not None, table
                return


@pytest.mark.parametrize(("column", "value"), [("name", "another.pdf"), ("purpose", "ruling"), ("withheld", 1), ("digest", "0" * 64)])
def test_a_document_under_another_name_or_for_another_purpose_is_named(city: City, column: str, value: object) -> None:
    case = case_at_handle(city)
    digest, size, head = city.files.put(io.BytesIO(b"%PDF-1.7 what was found"), 1000)
    document = int(city.do(AddDocument(case, "found.pdf", digest, size, head), "hotline")["key"])
    with city.database.write() as store:
        assert verify_chains(store).breaks == ()
        store.run(f"UPDATE document SET {column} = :value WHERE key = :key", value=value, key=document)
    with city.database.read() as store:
        assert verify_chains(store).breaks == (Break(str(case), 3, "row", row=f"document {document}, {column}"),)


def test_who_confirmed_an_erasing_is_compared_too(city: City) -> None:
    case = ended(city)
    city.do(ProposeDisposal(case, "hold", "a court asks"), "hotline")
    city.do(DecideDisposal(case, "hold", True), "security")
    city.do(ProposeDisposal(case, "release", "it is over"), "hotline")
    city.do(DecideDisposal(case, "release", True), "security")
    erase(city, case)
    with city.database.write() as store:
        assert verify_chains(store).breaks == ()
        store.run("UPDATE erased_case SET confirmed_by = 'hotline'")
    with city.database.read() as store:
        assert verify_chains(store).breaks == (Break(str(case), len(city.events(case)), "row", row="erased_case, confirmed_by"),)


def test_what_is_left_of_an_erased_case_is_compared_column_by_column(city: City) -> None:
    case = ended(city)
    erase(city, case)
    row = city.rows("SELECT * FROM erased_case")[0]
    for column in sorted(row.keys() - {"case_key"}):
        with city.database.read() as store:  # what is written here is undone
            store.run(f"UPDATE erased_case SET {column} = :new", new=other(row[column]))
            (bad,) = verify_chains(store).breaks
            assert (bad.case_key, bad.row) == (str(case), f"erased_case, {column}")


def test_an_event_that_says_it_was_recorded_before_the_one_before_it_is_named(city: City) -> None:
    case = case_at_handle(city)
    city.do(AddComment(case, "a word"), "hotline")
    with city.database.write() as store:
        (event,) = store.all("SELECT * FROM audit_event WHERE case_key = :key AND seq = 3", key=str(case))
        earlier = dict(event) | dict.fromkeys(("effective_at", "recorded_at"), "2020-01-01T01:00:00.000000Z")
        earlier["digest"] = event_digest(earlier)
        said = "effective_at = :effective_at, recorded_at = :recorded_at, digest = :digest"
        store.run(f"UPDATE audit_event SET {said} WHERE case_key = :case_key AND seq = 3", **earlier)
        store.run("UPDATE case_state SET chain_digest = :digest WHERE case_key = :key", digest=earlier["digest"], key=case)
    with city.database.read() as store:
        assert verify_chains(store).breaks == (Break(str(case), 3, "backdated"),)


def test_an_erasing_excuses_no_words_of_the_city_but_those_of_the_case(city: City) -> None:
    case = ended(city)
    erase(city, case)
    last = len(city.events(case))
    with city.database.write() as store:
        body = store.value("SELECT body FROM audit_event WHERE case_key = :key AND seq = :seq", key=str(case), seq=last)
        more = body.replace('"elsewhere":[', '"elsewhere":["0/1","0/2",')
        assert more != body
        store.run("UPDATE audit_event SET body = :more WHERE case_key = :key AND seq = :seq", more=more, key=str(case), seq=last)
        store.run("UPDATE event_content SET content = '{}' WHERE case_key = '0' AND seq = 2")
    with city.database.read() as store:
        assert Break("0", 2, "edited") in verify_chains(store).breaks


def test_a_case_that_is_erased_after_a_newer_version_came_is_what_its_own_version_says(city: City) -> None:
    case = ended(city)
    city.deploy({"errand.bpmn": keeping("P9Y")})
    erase(city, case)
    with city.database.read() as store:
        assert verify_chains(store).breaks == ()

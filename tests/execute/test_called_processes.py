"""A called process is shown below the one that called it, with what it was given."""

from tests.builders.city import City
from tests.builders.drawing import call, end, ext, path, process, properties, start, user
from tests.execute.visible import check_visible


def test_a_called_process_is_no_case_of_its_own_and_shows_its_variables(city: City) -> None:
    owned = ext(properties(owner="hotline"))
    inner = process("inner", start(), user("within"), end(), path("s within e"))
    outer = process("outer", owned, start(), call("c", "inner"), end(), path("s c e"))
    city.deploy({"inner.bpmn": inner, "outer.bpmn": outer})
    case = city.start("outer", "demo", amount=5)
    rows = city.rows("SELECT key, parent_key, parent_element_key, process_id, receipt_number FROM process_instance ORDER BY key")
    assert [(row["process_id"], row["parent_key"]) for row in rows] == [("outer", None), ("inner", case)]
    assert rows[1]["receipt_number"] is None
    shown = city.rows("SELECT process_instance_key, scope_key, name, value FROM variable ORDER BY scope_key")
    called = rows[1]["key"]
    assert [tuple(row.values()) for row in shown] == [(case, case, "amount", "5"), (called, called, "amount", "5")]
    check_visible(city, case)
    city.complete(case, "within", "demo", amount=6)
    assert city.value("SELECT value FROM variable WHERE scope_key = :case AND name = 'amount'", case=case) == "6"
    assert {row["state"] for row in city.rows("SELECT state FROM process_instance")} == {"COMPLETED"}

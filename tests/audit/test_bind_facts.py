"""Who gets a task for which the diagram names nobody."""

from tests.builders.city import City
from tests.builders.drawing import end, ext, path, process, properties, start, user


def candidates(city: City, owner: str, who: str) -> list[tuple[str, str]]:
    said = [ext(properties(owner=owner))] if owner else []
    city.deploy({"plain.bpmn": process("plain", *said, start(), user("one"), user("two"), end(), path("s one two e"))})
    case = city.start("plain", who)
    first = offered(city)
    city.complete(case, "one", "demo" if owner else who)
    assert offered(city) == first, "the second task goes where the first went"
    return first


def offered(city: City) -> list[tuple[str, str]]:
    return [(row["kind"], row["name"]) for row in city.rows("SELECT kind, name FROM task_candidate ORDER BY kind, name")]


def test_the_owner_of_the_procedure_gets_it_from_the_first_task_on(city: City) -> None:
    assert candidates(city, "investment-office", "handler-health") == [("group", "investment-office")]


def test_who_started_the_case_gets_it_where_the_procedure_has_no_owner(city: City) -> None:
    assert candidates(city, "", "handler-health") == [("user", "handler-health")]

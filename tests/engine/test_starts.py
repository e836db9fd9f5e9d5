from app.engine.program import Program
from app.engine.starts import Start, first_occurrence, next_occurrence, starts
from tests.builders.drawing import cycle, date, end, message, path, process, signal, start
from tests.engine.drive import T0, ZONE, Files


def _program(*parts: str) -> tuple[Files, Program]:
    files = Files(process("p", *parts, end(), *(path(f"s{n} e") for n in range(len(parts))), keys={"letter": None}))
    return files, files.programs.get(files.by_process["p"][0], files.load)


def test_the_starts_of_a_process_are_listed_with_what_they_wait_for() -> None:
    _, program = _program(start("s0"), start("s1", message("letter")), start("s2", signal("A")), start("s3", cycle("R/P1D")))
    assert starts(program, "p") == [Start("s0", "none"), Start("s1", "message", "letter"), Start("s2", "signal", "A"), Start("s3", "timer")]


def test_every_occurrence_of_a_timer_start_follows_from_the_one_before_it() -> None:
    files, program = _program(start("s0", cycle("R3/2026-01-31T09:00:00/P1M")))
    found = [first_occurrence(program, "p", "s0", files.world(T0))]
    while (following := next_occurrence(found[-1], ZONE)) is not None:
        found.append(following)
    assert [occurrence.due_at.isoformat()[:16] for occurrence in found] == ["2026-01-31T01:00", "2026-02-28T01:00", "2026-03-31T01:00"]


def test_a_timer_start_on_a_date_happens_once() -> None:
    files, program = _program(start("s0", date("2026-02-02")))
    once = first_occurrence(program, "p", "s0", files.world(T0))
    assert once.due_at.isoformat() == "2026-02-02T09:30:00+00:00"
    assert next_occurrence(once, ZONE) is None

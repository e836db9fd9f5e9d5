"""An event that was put in later with an earlier instant breaks no chain: everything that checks says when it was anchored."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.audit.anchor_batches import take_batch
from app.audit.anchor_line import AnchorBatch
from app.audit.evidence.check_bundle import check_bundle
from app.audit.late_anchor import LateAnchor, late_anchor, latest_in_time, said_of_late
from app.domain.instant import instant_text
from app.gateways.anchor_key import KeyFile
from app.service.pin_clock import pin_clock, reset_clock
from tests.builders.errand import PROCESS, files
from tests.builders.typed import typed
from tests.fixtures.api_city import NOW, ApiCity
from tests.web.evidence_case import anchor, bundle
from tests.web.pages.desk import desk, words
from tests.web.pages.test_dossier import printed, text_of
from tests.web.pages.test_verification import checked

LAG = timedelta(days=13, minutes=5)


@pytest.fixture(scope="module")
def put_in(api: ApiCity) -> Iterator[tuple[str, str]]:
    """Key and number of a case of two events, each anchored thirteen days after it says that it was recorded; the clock runs."""
    assert api.deploy(files()).status_code == 200
    anchor(api)
    key = api.start(PROCESS, who="hotline", topic="枯树")
    anchored_at(api, NOW + LAG)
    number = api.number(key)
    api.post(f"/casework/v1/cases/{number}/comments", {"text": "口头同意延期"}, 201, who="hotline")
    anchored_at(api, NOW + LAG + timedelta(minutes=1))
    anchor(api)
    api.duban.door.keep(reset_clock, datetime.now(UTC))
    yield key, number
    api.duban.door.keep(pin_clock, NOW)


def anchored_at(api: ApiCity, at: datetime) -> None:
    api.duban.door.keep(take_batch, KeyFile(api.duban.settings.data), instant_text(at), lambda number: str(number))


def test_programs_are_told_and_nothing_is_called_broken(api: ApiCity, put_in: tuple[str, str]) -> None:
    said = api.get(f"/casework/v1/cases/{put_in[1]}/verification", who="auditor")
    assert (said["chain"], said["anchor"], said["differsAt"]) == ("verified", "verified", None)
    assert [one["seq"] for one in said["late"]] == [1, 2]
    assert all(one["recordedAt"] < one["anchoredAt"] for one in said["late"])


def test_the_replay_says_it_in_its_seal_and_at_the_event(api: ApiCity, put_in: tuple[str, str]) -> None:
    text = desk(api, "auditor").get(f"/cases/{put_in[1]}/replay?event=2&check=now")
    assert 'data-state="verified"' in text
    assert words(text).count("事件 2 自称") == 2
    assert "晚 13 天：锚只证明它在" in words(text).split("变化")[-1]
    assert "事件 2 自称" not in words(desk(api, "auditor").get(f"/cases/{put_in[1]}/replay?event=1")).split("变化")[-1]


def test_the_dossier_says_it_where_it_says_whether_the_case_holds(api: ApiCity, put_in: tuple[str, str]) -> None:
    text = text_of(printed(api, put_in[1]))
    assert "注意：事件2自称2026年11月24日" in text
    assert "注意：事件2自称" not in text_of(printed(api, put_in[1], "?event=1"))


def test_the_page_of_the_whole_history_and_the_command_name_the_case(
    api: ApiCity, put_in: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    text = checked(api)
    assert "自称的记录时间远早于锚定时间" in text
    assert f"{put_in[1]} 事件 2 自称" in text
    done = typed(capsys, {"DUBAN_DATA": str(api.duban.settings.data)}, "verify", "--json")
    assert f'{{"caseKey": "{put_in[0]}", "seq": 2, "recordedAt": ' in done.out
    told = typed(capsys, {"DUBAN_DATA": str(api.duban.settings.data), "LC_ALL": "C"}, "verify")
    assert "says it was recorded at" in told.out


def test_both_checkers_of_a_bundle_say_it_and_that_it_holds(api: ApiCity, put_in: tuple[str, str], tmp_path: Path) -> None:
    path = tmp_path / "late.zip"
    path.write_bytes(bundle(api, put_in[1]))
    found = check_bundle(path)
    assert (found.verified, [one.seq for one in found.late]) == (True, [1, 2])
    alone = Path(sys.modules[check_bundle.__module__].__file__ or "").with_name("check_alone.py")
    done = subprocess.run([sys.executable, "-I", str(alone), str(path)], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "13 days, 0:06:00" in done.stdout, "event 2 自称" in done.stdout) == (0, True, True)


def test_nothing_is_said_while_the_clock_of_a_trial_is_set_by_hand(api: ApiCity, put_in: tuple[str, str]) -> None:
    api.duban.door.keep(pin_clock, NOW)
    assert api.get(f"/casework/v1/cases/{put_in[1]}/verification", who="auditor")["late"] == []
    assert "自称" not in words(desk(api, "auditor").get(f"/cases/{put_in[1]}/replay?event=2&check=now"))
    text = checked(api)
    assert "自称的记录时间远早于锚定时间" not in text
    api.duban.door.keep(reset_clock, datetime.now(UTC))


def test_events_of_one_batch_are_told_together_and_each_lag_in_its_own_measure() -> None:
    made = datetime(2026, 11, 30, 19, 0, tzinfo=UTC)

    def late(seq: int, lag: timedelta, later: timedelta = timedelta(0)) -> LateAnchor:
        return LateAnchor(seq, instant_text(made - lag), instant_text(made + later))

    several = [late(3, timedelta(days=4)), late(4, timedelta(days=3)), late(6, timedelta(days=2))]
    others = [late(7, timedelta(minutes=30), timedelta(seconds=20)), late(8, timedelta(hours=30), timedelta(seconds=40))]
    found = [(seq, str(said)) for seq, said in said_of_late([*several, *others])]
    assert [seq for seq, _ in found] == [3, 7, 8]
    assert found[0][1].startswith("events 3-4, 6 say they were recorded from 2026-11-26T19:00:00.000000Z on")
    assert "30 minutes later" in found[1][1]
    assert "30 hours later" in found[2][1]


@pytest.mark.parametrize(
    ("number", "lag", "late"), [(1, timedelta(days=13), False), (2, timedelta(days=13), True), (2, timedelta(minutes=9), False)]
)
def test_what_a_citys_first_batch_holds_had_none_before(number: int, lag: timedelta, late: bool) -> None:
    made = datetime(2026, 11, 30, 19, 0, tzinfo=UTC)
    batch = AnchorBatch(number, instant_text(made), "", ())
    assert (late_anchor(batch, 1, instant_text(made - lag), latest_in_time(batch)) is not None) is late
    assert late_anchor(batch, 1, "x", "y") is None

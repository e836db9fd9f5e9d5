"""The page of what stopped: each case with its cause in plain words, its deadline and the values read; one or several tried again."""

import json
import re
from typing import Any
from urllib.parse import quote

from tests.builders.drawing import decide, end, path, process, properties, start, sub, user, z
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import Desk, desk, words

TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="fees-model" name="收费标准" namespace="http://duban.example">
  <decision id="fees" name="收费标准">
    <decisionTable id="feesTable" hitPolicy="{policy}">
      <input id="i"><inputExpression id="ie" typeRef="string"><text>kind</text></inputExpression></input>
      <output id="o" name="fee" typeRef="number" />
      <rule id="r1"><inputEntry id="a1"><text>string length(?) &gt; 2</text></inputEntry>
        <outputEntry id="b1"><text>1</text></outputEntry></rule>
      <rule id="r2"><inputEntry id="a2"><text>string length(?) &gt; 3</text></inputEntry>
        <outputEntry id="b2"><text>2</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"""


def deploy(api: ApiCity, policy: str = "UNIQUE") -> None:
    within = properties(deadline__length="5", deadline__unit="working day", deadline__article="11")
    held = sub("work", start("begin"), decide("ask", "fees", "fee"), user("look", z("assignmentDefinition", assignee="demo")), end("done"),
               path("begin ask look done"), parts=[within])  # fmt: skip
    drawn = process("fees-of-a-case", start("s"), held, end("e"), path("s work e"), name="收费核定")
    answer = api.deploy({"fees.dmn": TABLE.format(policy=policy), "fees-of-a-case.bpmn": drawn})
    assert answer.status_code == 200, answer.get_data(as_text=True)


def stopped(api: ApiCity, **variables: str) -> tuple[str, int]:
    """Return the receipt number of a case that stops at the table, and the key of its incident."""
    instance = api.start("fees-of-a-case", **{"kind": "clinic", **variables})
    (row,) = api.rows("SELECT key FROM incident WHERE case_key = :key AND state = 'ACTIVE'", key=int(instance))
    return api.number(instance), row["key"]


def looks(api: ApiCity) -> list[str]:
    rows = api.rows("SELECT body FROM access_event WHERE actor = 'operator' ORDER BY seq")
    facts = [fact for row in rows for fact in json.loads(row["body"])["facts"]]
    return [fact["what"] for fact in facts if fact["fact"] == "personal_data_read"]


def operator(api: ApiCity) -> Desk:
    return desk(api, "operator")


def test_an_incident_tells_case_step_cause_remedy_deadline_and_since_when(api: ApiCity) -> None:
    deploy(api)
    number, key = stopped(api)
    page = operator(api).get("/incidents")
    row = words(page.partition(f'value="{key}"')[2].partition("</tr>")[0])
    assert number in row
    assert "收费核定，第 1 版" in row
    assert "决策表没有得出结果" in row
    assert "规则 1, 2 同时命中" in row
    assert "还剩 5 个工作日" in row
    assert "12月1日 17:30" in row
    assert "今天 10:42" in row
    one = words(operator(api).get(f"/incidents/{key}"))
    assert "请设计员改好决策表并部署" in one
    assert "还剩 5 个工作日" in one
    assert "12月1日 周二 17:30" in one
    assert f"案件 {number}" in one


def test_the_values_that_the_step_reads_are_shown_and_no_others_and_the_look_is_noted(api: ApiCity) -> None:
    deploy(api)
    _, key = stopped(api, contact="13800000009")
    before = looks(api)
    listed = operator(api).get("/incidents")
    assert "clinic" not in listed
    assert looks(api) == before, "a list shows no values"
    page = words(operator(api).get(f"/incidents/{key}"))
    assert 'kind = "clinic"' in page
    assert "13800000009" not in page
    assert looks(api) == [*before, "variables"]


def test_several_are_tried_again_each_by_a_command_of_its_own_and_each_with_its_result(api: ApiCity) -> None:
    deploy(api)
    first, one = stopped(api)
    deploy(api, "FIRST")
    deploy(api)
    second, two = stopped(api)
    events = api.rows("SELECT COUNT(*) AS n FROM audit_event WHERE kind = 'incident_resolved'")[0]["n"]
    again = operator(api).follow(operator(api).send("/incidents/retry", key=[str(one), str(two)], reason="表改好了", next="/incidents"))
    told = words(again.partition('class="notice')[2].partition("</ul>")[0])
    assert "2 件又停住" in told
    assert first in told
    assert second in told
    assert api.rows("SELECT COUNT(*) AS n FROM audit_event WHERE kind = 'incident_resolved'")[0]["n"] == events + 2
    deploy(api, "FIRST")
    keys = [str(row["key"]) for row in api.rows("SELECT key FROM incident WHERE state = 'ACTIVE'")]
    on = operator(api).follow(operator(api).send("/incidents/retry", key=keys, reason="表改好了", next="/incidents"))
    assert f"{len(keys)} 件继续走了" in words(on)
    assert not [key for key in keys if f'value="{key}"' in on]
    (event,) = api.rows("SELECT c.content FROM audit_event e JOIN event_content c ON c.case_key = e.case_key AND c.seq = e.seq"
                        " WHERE e.kind = 'incident_resolved' ORDER BY e.recorded_at DESC, e.case_key DESC LIMIT 1")  # fmt: skip
    assert json.loads(event["content"])["input"]["reason"] == "表改好了"


def test_who_gives_no_reason_is_asked_for_one_and_nothing_is_tried(api: ApiCity) -> None:
    deploy(api)
    _, key = stopped(api)
    answer = operator(api).send("/incidents/retry", key=[str(key)], reason=" ")
    assert answer.status_code == 422
    assert "请选要重试的，并写明理由" in answer.get_data(as_text=True)
    assert api.rows("SELECT state FROM incident WHERE key = :key", key=key)[0]["state"] == "ACTIVE"


def test_the_list_is_filtered_by_trouble_process_and_number(api: ApiCity) -> None:
    deploy(api)
    number, key = stopped(api)
    window = operator(api)
    for query in ("trouble=table", "process=fees-of-a-case", f"q={number}", f"q={quote('ask')}"):
        assert f'value="{key}"' in window.get(f"/incidents?{query}"), query
    for query in ("trouble=way", "process=citizen-letter", "q=nothing"):
        page = window.get(f"/incidents?{query}")
        assert f'value="{key}"' not in page
        assert "没有符合这些筛选的" in words(page), query
    window.get("/incidents?trouble=purple", 400)
    window.get("/incidents?state=purple", 400)


def test_none_but_operators_see_or_try(api: ApiCity) -> None:
    deploy(api)
    _, key = stopped(api)
    for who in ("handler-health", "auditor", "designer"):
        desk(api, who).get("/incidents", 403)
        desk(api, who).get(f"/incidents/{key}", 403)
        assert desk(api, who).send("/incidents/retry", key=[str(key)], reason="x").status_code in (403, 404), who
    assert api.rows("SELECT state FROM incident WHERE key = :key", key=key)[0]["state"] == "ACTIVE"


def test_a_step_tried_in_vain_has_stood_since_it_stopped_first_and_counts_once(api: ApiCity) -> None:
    deploy(api)
    number, key = stopped(api, contact="13800000123")
    before = api.rows("SELECT COUNT(*) AS n FROM incident WHERE state = 'RESOLVED'")[0]["n"]
    counted = resolved_count(api)
    for _ in range(2):
        operator(api).send("/incidents/retry", key=[str(key)], reason="再试", next="/incidents")
        key = latest(api, number)
    # The clock stands still here: what happened at another hour is written into the rows.
    with api.duban.database.write() as store:
        first, second, third = (row["key"] for row in of_case(api, number))
        for at, opened, closed in (("07", first, None), ("08", second, first), ("09", third, second)):
            store.run("UPDATE incident SET created_at = :at WHERE key = :key", at=f"2026-11-24T{at}:00:00.000000Z", key=opened)
            store.run("UPDATE incident SET resolved_at = :at WHERE key = :key", at=f"2026-11-24T{at}:00:00.000000Z", key=closed or 0)
    row = words(operator(api).get("/incidents").partition(f'value="{third}"')[2].partition("</tr>")[0])
    assert "今天 15:00" in row
    assert "重试失败 2 次" in row
    assert "今天 17:00" not in row
    assert api.rows("SELECT COUNT(*) AS n FROM incident WHERE state = 'RESOLVED'")[0]["n"] == before + 2
    assert resolved_count(api) == counted
    assert number not in operator(api).get("/incidents?state=resolved")
    deploy(api, "FIRST")
    operator(api).send("/incidents/retry", key=[str(third)], reason="表改好了", next="/incidents")
    assert resolved_count(api) == counted + 1
    done = operator(api).get("/incidents?state=resolved")
    assert done.count(f">{number}</a>") == 1


def resolved_count(api: ApiCity) -> int:
    found = re.search(r"已处理 (\d+)", words(operator(api).get("/incidents")))
    assert found is not None
    return int(found[1])


def of_case(api: ApiCity, number: str) -> list[Any]:
    sql = "SELECT i.key FROM incident i JOIN process_instance r ON r.key = i.case_key WHERE r.receipt_number = :number ORDER BY i.key DESC"
    return api.rows(sql, number=number)


def latest(api: ApiCity, number: str) -> int:
    return int(of_case(api, number)[-1]["key"])


def test_operators_are_told_of_what_stopped_once_and_led_to_it(api: ApiCity) -> None:
    deploy(api)
    number, key = stopped(api)
    who = operator(api)
    assert f"{number}" in words(who.get("/notices"))
    assert "不会自行继续" in words(who.get("/notices"))
    (notice,) = api.rows(
        "SELECT key, recipient FROM notice WHERE notice = 'incident' AND case_key = (SELECT case_key FROM incident WHERE key = :key)",
        key=key,
    )
    assert notice["recipient"] == "operator"
    assert who.send(f"/notices/{notice['key']}/read").headers["Location"] == f"/incidents/{key}"
    who.send(f"/incidents/{key}/resolution", how="retry", reason="再试一次")
    rows = api.rows("SELECT COUNT(*) AS n FROM notice n JOIN incident i ON i.case_key = n.case_key WHERE i.key = :key", key=key)
    assert rows[0]["n"] == 1, "who tries it again sees that it fails again"
    assert "已通知运维人员" in words(who.get(f"/cases/{number}?tab=history"))

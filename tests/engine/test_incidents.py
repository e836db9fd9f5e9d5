from collections.abc import Mapping
from typing import Any

import pytest

from app.dmn import DecisionResult, EvaluatedInput, MatchedRule
from app.domain.rejection import Rejection
from tests.builders.drawing import (
    boundary,
    call,
    catch,
    decide,
    duration,
    end,
    ext,
    gate,
    io,
    message,
    path,
    process,
    script,
    start,
    sub,
    user,
    xor,
)
from tests.engine.drive import BASE, Drive

BAD = "=if missing = null then function(x) x else missing"


def test_a_failing_step_parks_its_token_and_loses_nothing_else() -> None:
    d = Drive(
        process(
            "p",
            start(),
            user("a"),
            gate("f"),
            script("bad", "x", BAD),
            user("b", io({"y": BAD})),
            user("c"),
            gate("j"),
            end(),
            path("s a f bad j e"),
            path("f b j"),
            path("f c j"),
        ),
        n=1,
    )
    d.do("a", said="a lot")
    assert d.variables() == {"n": 1, "said": "a lot"}
    assert d.incidents() == {"bad": "bad_value", "b": "bad_value"}
    assert d.open() == ["c"]
    d.set(missing=41)
    d.retry_all()
    assert d.variables()["x"] == 41
    assert d.open() == ["b", "c"]
    assert d.incidents() == {}
    assert [fact.kind for fact in d.facts][:1] == ["incident_resolved"]


def test_a_retry_that_fails_again_leaves_the_incident() -> None:
    d = Drive(process("p", start(), script("bad", "x", BAD), end(), path("s bad e")))
    before = d.raw
    d.retry_all()
    assert d.raw == before
    assert d.kinds() == ["incident_resolved", "incident_opened"]
    with pytest.raises(Rejection) as refused:
        d.at.retry(BASE + 1)
    assert refused.value.code == "not_found"


def test_what_a_person_submitted_is_kept_while_its_mapping_fails() -> None:
    d = Drive(
        process(
            "p",
            start(),
            user("a", io({}, {"total": BAD.replace("else missing", "else amount + missing")})),
            user("z"),
            end(),
            path("s a z e"),
        )
    )
    key = d.key("a")
    d.do("a", amount=1)
    assert d.kinds()[:2] == ["task_completed", "incident_opened"]
    assert d.open() == []
    with pytest.raises(Rejection):
        d.at.complete(key, {})
    d.set(missing=41)
    d.retry_all()
    assert d.variables() == {"missing": 41, "total": 42}
    assert d.open() == ["z"]


def test_a_parked_token_keeps_the_message_it_got() -> None:
    mapped = catch("c", message("news")).replace(
        "><bpmn:message", f">{ext(io({}, {'total': BAD.replace('else missing', 'else n + missing')}))}<bpmn:message"
    )
    d = Drive(process("p", start(), mapped, user("z"), end(), path("s c z e"), keys={"news": None}))
    d.command("correlate", "news", None, {"n": 1})
    assert d.incidents() == {"c": "bad_value"}
    d.set(missing=41)
    d.retry_all()
    assert d.variables() == {"missing": 41, "total": 42}


def test_the_public_part_of_an_incident_names_code_and_element_and_its_words_are_private() -> None:
    d = Drive(process("p", start(), xor("x"), end(), path("s x e", x="名字 = 1"), user("b"), path("x b", x="false")))
    opened = d.fact("incident_opened")
    assert (opened.element_id, opened.public) == ("x", {"code": "no_way_out", "processInstanceKey": BASE})
    assert "名字" in opened.private["message"]
    assert b"message" not in d.raw


def test_no_condition_true_and_no_default_is_an_incident() -> None:
    d = Drive(process("p", start(), xor("x"), user("a"), user("b"), end(), path("s x a e", x="n > 1"), path("x b e", x="n > 2")), n=0)
    assert d.incidents() == {"x": "no_way_out"}
    d.set(n=5)
    d.retry_all()
    assert d.open() == ["a"]


def test_a_condition_that_is_no_truth_value_is_an_incident() -> None:
    d = Drive(process("p", start(), xor("x", "x_b"), user("a"), user("b"), end(), path("s x a e", x='"yes"'), path("x b e")))
    assert d.incidents() == {"x": "bad_condition"}


@pytest.mark.parametrize("text", ["=missing", "=5", '="soon"', '="P"'])
def test_a_timer_that_gives_no_date_is_an_incident_on_the_activity_it_sits_on(text: str) -> None:
    d = Drive(process("p", start(), user("a"), end(), boundary("b", "a", duration(text)), path("s a e"), path("b e")))
    assert d.incidents() == {"a": "bad_timer"}
    assert d.timers() == {}


def test_an_incident_at_the_start_of_a_sub_process_leaves_the_rest_alone() -> None:
    inside = sub("i", start("is"), user("u"), end("ie"), path("is u ie"), parts=[io({"x": BAD})])
    d = Drive(process("p", start(), gate("f"), inside, user("w"), end(), path("s f i e"), path("f w e")))
    assert d.incidents() == {"i": "bad_value"}
    assert d.open() == ["w"]
    assert list(d.live._root.scopes.own) == [0]


def test_cancelling_what_has_an_incident_resolves_it() -> None:
    inside = sub("i", start("is"), script("bad", "x", BAD), end("ie"), path("is bad ie"))
    d = Drive(process("p", start(), inside, end(), boundary("b", "i", duration("PT1H")), path("s i e"), path("b e")))
    d.fire("b")
    assert d.done
    assert d.fact("incident_resolved").public == {"code": "bad_value", "how": "cancelled"}


def _table(value: Any) -> Any:
    def answer(name: str, binding: str, tag: str | None, variables: Mapping[str, Any]) -> Any:
        if value is None:
            raise Rejection("bad_decision", "Expected one rule to match, but found two")
        kinds = DecisionResult("kinds", "kinds", None, (MatchedRule("k2", 2, ()),))
        return DecisionResult(
            name,
            name,
            variables["n"] * value,
            matched_rules=(MatchedRule("r1", 1, ()),),
            inputs=(EvaluatedInput("i1", "n", variables["n"]),),
            required=(kinds,),
        )

    return answer


def test_a_decision_is_asked_with_what_the_task_sees_and_its_rules_are_public() -> None:
    d = Drive(process("p", start(), decide("d", "limits", "days"), user("a"), end(), path("s d a e")), world={"decide": _table(7)}, n=2)
    assert d.variables() == {"n": 2, "days": 14}
    fact = d.fact("decision_evaluated")
    assert fact.public == {
        "decisionId": "limits",
        "matchedRules": [{"ruleId": "r1", "index": 1}],
        "required": [{"decisionId": "kinds", "matchedRules": [{"ruleId": "k2", "index": 2}]}],
    }
    assert fact.private["value"] == 14


def test_a_decision_that_fails_is_an_incident_and_is_asked_again_after_its_repair() -> None:
    d = Drive(process("p", start(), decide("d", "limits", "days"), user("a"), end(), path("s d a e")), world={"decide": _table(None)}, n=2)
    assert d.incidents() == {"d": "decision"}
    d.said["decide"] = _table(7)
    d.retry_all()
    assert d.variables()["days"] == 14


def test_a_mistake_in_what_a_process_arms_is_an_incident_of_its_start_event() -> None:
    from tests.builders.drawing import event_sub

    child = process(
        "c",
        start("cs"),
        user("cu"),
        end("ce"),
        path("cs cu ce"),
        event_sub("ev", duration("=missing"), user("h"), end("ee"), path("ev_s h ee")),
    )
    d = Drive(process("p", start(), call("k", "c"), end(), path("s k e")), child)
    assert d.incidents() == {"cs": "bad_timer"}
    key = next(fact.key for fact in d.facts if fact.kind == "process_instance_started" and fact.key != BASE)
    d.command("set_variables", key, {"missing": "PT5M"})
    d.retry_all()
    assert d.open() == ["cu"]
    assert list(d.timers()) == ["ev_s"]


def test_completing_twice_and_completing_what_is_no_task_is_refused() -> None:
    d = Drive(process("p", start(), user("a"), user("b"), end(), path("s a b e"), boundary("t", "b", duration("P1D")), path("t e")))
    key = d.key("a")
    d.do("a")
    timer = d.live.timers()[0].key
    for wrong in (key, timer, BASE, 5, -1):
        with pytest.raises(Rejection) as refused:
            d.at.complete(wrong, {})
        assert refused.value.code == "not_found"

"""The AB rule: whose work reaches whom while somebody is away. Source: Opinions, article 37."""

from app.domain.actor import Actor, Holding, StandIn
from app.domain.permissions import TaskSight, in_place_of, is_candidate, may_work_on
from app.domain.substitution import Held, Seat, Staffing

DESK, HEAD = Holding("handler", "health-bureau"), Holding("unit-head", "health-bureau")
CITY_HEAD = Holding("unit-head", "city")
PARENTS = {"health-bureau": "city"}


def staffing(*away: str, named: str | None = None, pairs: tuple[Seat, ...] = (), more: tuple[Held, ...] = ()) -> Staffing:
    held = [Held("chen", DESK, "A"), Held("liu", DESK, "B"), Held("yang", HEAD, "A"), Held("mayor", CITY_HEAD, "A"), *more]
    return Staffing(held, pairs, {account: named if account == away[0] else None for account in away}, PARENTS)


def groups_of(found: tuple[StandIn, ...]) -> dict[str, tuple[str, ...]]:
    return {one.account: tuple(sorted(one.groups)) for one in found}


def test_nobody_stands_in_while_all_are_there() -> None:
    assert Staffing([], [], {}, {}).stand_ins("liu") == ()


def test_the_second_stands_in_for_the_first_and_takes_new_work_in_that_place() -> None:
    (one,) = staffing("chen").stand_ins("liu")
    assert one == StandIn("chen", frozenset({DESK.group}), frozenset({DESK.group}), frozenset())
    assert staffing("chen").stand_ins("yang") == ()


def test_the_first_stands_in_for_the_second_and_takes_new_work_in_their_own_right() -> None:
    (one,) = staffing("liu").stand_ins("chen")
    assert (one.account, one.groups, one.new_work) == ("liu", {DESK.group}, frozenset())


def test_the_head_of_the_unit_stands_in_when_both_are_away() -> None:
    both = staffing("chen", "liu")
    assert groups_of(both.stand_ins("yang")) == {"chen": (DESK.group,), "liu": (DESK.group,)}
    assert both.stand_ins("mayor") == ()


def test_the_head_takes_new_work_too_when_the_first_is_no_longer_there_and_the_second_is_away() -> None:
    held = [Held("liu", DESK, "B"), Held("yang", HEAD, "A")]
    by_letter = Staffing(held, [], {"liu": None}, PARENTS)
    by_post = Staffing(held, [Seat(DESK, ("chen",), ("liu",))], {"liu": None}, PARENTS)
    for found in (by_letter, by_post):
        assert found.stand_ins("yang") == (StandIn("liu", frozenset({DESK.group}), frozenset({DESK.group}), frozenset()),)


def test_the_head_of_the_unit_above_stands_in_when_the_head_is_away_too() -> None:
    found = staffing("chen", "liu", "yang").stand_ins("mayor")
    assert set(groups_of(found)) == {"chen", "liu", "yang"}


def test_who_is_away_stands_in_for_nobody() -> None:
    assert staffing("chen", "liu").stand_ins("liu") == ()


def test_a_first_holder_without_a_second_is_replaced_by_the_head() -> None:
    alone = (Seat(DESK, ("chen",)), Seat(DESK, ("liu",)))
    assert groups_of(staffing("chen", pairs=alone).stand_ins("yang")) == {"chen": (DESK.group,)}
    assert staffing("chen", pairs=alone).stand_ins("liu") == ()


def test_a_registered_post_rules_before_the_letters() -> None:
    wang = Held("wang", DESK, "A")
    pair = (Seat(DESK, ("chen",), ("wang",)),)
    found = staffing("chen", pairs=pair, more=(wang,))
    assert groups_of(found.stand_ins("wang")) == {"chen": (DESK.group,)}
    assert found.stand_ins("liu") == ()


def test_a_named_substitute_rules_before_the_post_and_only_for_the_roles_both_hold() -> None:
    review = Holding("reviewer", "health-bureau")
    more = (Held("wang", DESK, "A"), Held("chen", review, "A"), Held("zhao", review, "B"))
    found = staffing("chen", named="wang", more=more)
    assert groups_of(found.stand_ins("wang")) == {"chen": (DESK.group,)}
    assert found.stand_ins("liu") == ()
    assert groups_of(found.stand_ins("zhao")) == {"chen": (review.group,)}


def test_the_post_s_own_rule_holds_where_the_named_substitute_is_away_too() -> None:
    found = staffing("chen", "wang", named="wang", more=(Held("wang", DESK, "B"),))
    assert groups_of(found.stand_ins("liu")) == {"chen": (DESK.group,)}


def test_nobody_stands_in_for_an_administrator() -> None:
    admin = Holding("system-admin")
    found = Staffing([Held("tian", admin, "A"), Held("other", admin, "B")], [], {"tian": None}, {})
    assert found.stand_ins("other") == ()


def test_a_role_that_was_taken_away_ends_the_post_with_it() -> None:
    pair = (Seat(DESK, ("chen",), ("gone",)),)
    assert groups_of(staffing("chen", pairs=pair).stand_ins("yang")) == {"chen": (DESK.group,)}


def actor(*stand_ins: StandIn) -> Actor:
    return Actor("liu", "刘洋", frozenset({DESK}), stands_in=stand_ins)


FOR_CHEN = StandIn("chen", frozenset({DESK.group}), frozenset({DESK.group}), frozenset({"reviewer@health-bureau"}))


def test_a_task_in_absent_hands_reaches_who_stands_in_by_the_post_of_its_group() -> None:
    nobody = frozenset[str]()
    assert in_place_of(actor(FOR_CHEN), TaskSight("chen", nobody, frozenset({DESK.group}))) == "chen"
    assert in_place_of(actor(FOR_CHEN), TaskSight("chen", nobody, nobody)) == "chen"
    assert in_place_of(actor(FOR_CHEN), TaskSight("chen", nobody, frozenset({"reviewer@health-bureau"}))) is None
    assert not may_work_on(actor(FOR_CHEN), TaskSight("chen", nobody, frozenset({"reviewer@health-bureau"})))
    assert in_place_of(actor(), TaskSight("chen", nobody, frozenset({DESK.group}))) is None


def test_an_unclaimed_task_is_done_in_the_place_of_the_first_unless_it_was_offered_by_name() -> None:
    nobody = frozenset[str]()
    assert in_place_of(actor(FOR_CHEN), TaskSight(None, nobody, frozenset({DESK.group}))) == "chen"
    assert in_place_of(actor(FOR_CHEN), TaskSight(None, frozenset({"liu"}), frozenset({DESK.group}))) is None
    assert in_place_of(actor(FOR_CHEN), TaskSight(None, frozenset({"chen"}), nobody)) == "chen"


def test_who_took_a_task_in_somebody_s_place_does_it_in_that_place() -> None:
    taken = TaskSight("liu", frozenset(), frozenset({DESK.group}), "chen")
    assert in_place_of(actor(), taken) == "chen"
    assert in_place_of(actor(), TaskSight("liu", frozenset(), frozenset({DESK.group}))) is None


def test_a_secret_case_reaches_no_substitute_who_is_not_named_in_it() -> None:
    secret = TaskSight("chen", frozenset(), frozenset(), None, frozenset({"chen"}))
    assert not may_work_on(actor(FOR_CHEN), secret)
    assert not is_candidate(actor(FOR_CHEN), TaskSight(None, frozenset({"chen"}), frozenset(), None, frozenset({"chen"})))
    assert may_work_on(actor(FOR_CHEN), TaskSight("chen", frozenset(), frozenset(), None, frozenset({"chen", "liu"})))

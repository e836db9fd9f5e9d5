"""What makes a drawing good."""

import pytest

from app.diagram import Box
from app.lint.geometry import Segment, crosses, holds, is_straight, on_border, overlap
from app.lint.label_size import fits_inside, label_box
from tests.builders.drawing import boundary, drawing, edge, el, end, error, path, process, properties, shape, start, sub, user, xor
from tests.lint.pages import findings

ASK = user("ask", name="办理来信")
TELL = user("tell", name="答复群众")


def broken(*parts: str, drawn: tuple[str, ...]) -> set[str]:
    raw = process("p", *parts, drawn=drawing("p", *drawn))
    of_drawing = {"everything-is-drawn"}
    found = [f for f in findings(raw) if f.rule in of_drawing or f.rule.startswith(("flows-", "shapes-", "labels-", "names-"))]
    return {finding.rule for finding in found}


ROW = (shape("s", 100, 102, 36, 36), shape("ask", 200, 80), shape("e", 364, 102, 36, 36))
FLOWS = (edge("s_ask", (136, 120), (200, 120)), edge("ask_e", (300, 120), (364, 120)))
PLAIN = (start(), ASK, end(), path("s ask e"))


def test_a_row_is_a_good_drawing() -> None:
    assert broken(*PLAIN, drawn=ROW + FLOWS) == set()


def test_a_name_in_another_language_fits_its_shape_too() -> None:
    long = user("ask", properties(name__en="Answer the citizen, report to the hotline office and keep a copy"), name="办理来信")
    assert broken(start(), long, end(), path("s ask e"), drawn=ROW + FLOWS) == {"names-fit-their-shapes"}


def test_a_way_back_may_run_to_the_left() -> None:
    parts = (start(), ASK, xor("x", default="x_e"), end(), path("s ask x e"), path("x ask", x="again"))
    drawn = (*ROW[:2], FLOWS[0], shape("x", 364, 95, 50, 50), shape("e", 480, 102, 36, 36))
    flows = (edge("ask_x", (300, 120), (364, 120)), edge("x_e", (414, 120), (480, 120)))
    back = edge("x_ask", (389, 95), (389, 40), (250, 40), (250, 80))
    assert broken(*parts, drawn=drawn + flows + (back,)) == set()


def test_a_way_on_may_not_run_to_the_left() -> None:
    drawn = (*ROW[:2], FLOWS[0], shape("e", 100, 202, 36, 36), edge("ask_e", (250, 160), (250, 220), (136, 220)))
    assert broken(*PLAIN, drawn=drawn) == {"flows-run-to-the-right"}


def with_boundary(x: float, way: tuple[tuple[float, float], ...], end_at: tuple[float, float]) -> set[str]:
    parts = (*PLAIN, boundary("late", "ask", error()), end("e2"), path("late e2"))
    return broken(*parts, drawn=(*ROW, *FLOWS, shape("late", x, 142, 36, 36), shape("e2", *end_at, 36, 36), edge("late_e2", *way)))


def test_a_boundary_event_sits_on_its_activity_and_its_flow_leaves_downwards() -> None:
    assert with_boundary(232, ((250, 178), (250, 240), (364, 240)), (364, 222)) == set()


def test_a_boundary_event_away_from_its_activity_is_told() -> None:
    assert with_boundary(500, ((518, 178), (518, 240), (564, 240)), (564, 222)) == {"shapes-lie-inside"}


def test_a_boundary_flow_through_its_activity_is_told() -> None:
    assert with_boundary(232, ((250, 142), (250, 40), (364, 40)), (364, 22)) == {"flows-cross-no-shape"}


def test_a_flow_inside_a_sub_process_does_not_cross_it_but_one_from_outside_does() -> None:
    inner = sub("part", start("a"), ASK, end("b"), path("a ask b"))
    parts = (start(), inner, TELL, end(), path("s part tell e"))
    drawn = (
        shape("s", 100, 182, 36, 36), shape("part", 200, 100, 360, 200), shape("a", 220, 182, 36, 36), shape("ask", 310, 160),
        shape("b", 480, 182, 36, 36), shape("tell", 620, 160), shape("e", 780, 182, 36, 36),
        edge("s_part", (136, 200), (200, 200)), edge("part_tell", (560, 200), (620, 200)),
        edge("a_ask", (256, 200), (310, 200)), edge("ask_b", (410, 200), (480, 200)),
    )  # fmt: skip
    assert broken(*parts, drawn=(*drawn, edge("tell_e", (720, 200), (780, 200)))) == set()
    through = edge("tell_e", (670, 160), (670, 120), (300, 120), (300, 20), (798, 20), (798, 182))
    assert broken(*parts, drawn=(*drawn, through)) == {"flows-cross-no-shape"}


def test_lanes_hold_their_elements_and_pools_their_lanes() -> None:
    refs = "".join(f"<bpmn:flowNodeRef>{name}</bpmn:flowNodeRef>" for name in ("s", "ask", "e"))
    lanes = el("laneSet", "l", el("lane", "desk", refs, name="Desk"))
    assert broken(lanes, *PLAIN, drawn=(*ROW, *FLOWS, shape("desk", 60, 40, 400, 160))) == set()
    assert broken(lanes, *PLAIN, drawn=(*ROW, *FLOWS, shape("desk", 60, 40, 320, 160))) == {"shapes-lie-inside"}


@pytest.mark.parametrize(
    ("label", "rules"),
    [
        ((96, 145, 45, 14), set()),
        ((130, 113, 45, 14), {"labels-are-clear"}),
        ((100, 110, 45, 14), {"labels-are-clear"}),
        (None, {"labels-are-clear"}),
    ],
)
def test_a_label_lies_beside_its_event(label: tuple[float, float, float, float] | None, rules: set[str]) -> None:
    drawn = (shape("s", 100, 102, 36, 36, label=label), *ROW[1:], *FLOWS)
    assert broken(start(name="登记来信"), *PLAIN[1:], drawn=drawn) == rules


def test_flows_that_meet_at_their_target_may_share_its_last_stretch() -> None:
    parts = (start(), xor("x", default="x_tell"), ASK, TELL, end(), path("s x ask e", x="a"), path("x tell e"))
    shapes = (
        shape("s", 40, 102, 36, 36), shape("x", 110, 95, 50, 50), shape("ask", 220, 80), shape("tell", 220, 200),
        shape("e", 400, 102, 36, 36),
        edge("s_x", (76, 120), (110, 120)), edge("x_ask", (160, 120), (220, 120)), edge("x_tell", (135, 145), (135, 240), (220, 240)),
        edge("ask_e", (320, 120), (400, 120)), edge("tell_e", (320, 240), (360, 240), (360, 120), (400, 120)),
    )  # fmt: skip
    assert broken(*parts, drawn=shapes) == set()


def test_a_small_step_is_told() -> None:
    drawn = (ROW[0], shape("ask", 200, 86), ROW[2])
    stepping = (edge("s_ask", (136, 120), (168, 120), (168, 126), (200, 126)), edge("ask_e", (300, 120), (364, 120)))
    assert broken(*PLAIN, drawn=drawn + stepping) == {"shapes-are-aligned"}


def test_a_stray_shape_and_a_missing_one_are_told() -> None:
    assert broken(*PLAIN, drawn=(*ROW, *FLOWS, shape("gone", 600, 80))) == {"everything-is-drawn"}
    assert broken(*PLAIN, drawn=(*ROW, FLOWS[0])) == {"everything-is-drawn"}


BOX = Box(0, 0, 100, 80)


def test_boxes_that_only_touch_do_not_overlap() -> None:
    assert not overlap(BOX, Box(100, 0, 10, 10))
    assert overlap(BOX, Box(90, 70, 20, 20))
    assert holds(BOX, Box(0, 0, 100, 80))
    assert not holds(BOX, Box(50, 50, 60, 10))


@pytest.mark.parametrize(
    ("segment", "through"),
    [
        (((-10, 40), (110, 40)), True),
        (((-10, 0), (110, 0)), False),
        (((50, -10), (50, 200)), True),
        (((-10, 40), (0, 40)), False),
        (((-50, 30), (30, -50)), False),
        (((20, 20), (30, 20)), True),
    ],
)
def test_a_line_crosses_a_box_where_it_passes_through_its_inside(segment: Segment, through: bool) -> None:
    assert crosses(segment, BOX) == through


@pytest.mark.parametrize(
    ("point", "form", "on"),
    [
        ((100, 40), "box", True),
        ((50, 40), "box", False),
        ((120, 40), "box", False),
        ((36, 18), "circle", True),
        ((36, 36), "circle", False),
        ((36, 18), "diamond", True),
        ((27, 9), "diamond", True),
        ((36, 36), "diamond", False),
    ],
)
def test_a_point_lies_on_the_outline_of_its_shape(point: tuple[float, float], form: str, on: bool) -> None:
    box = BOX if form == "box" else Box(0, 0, 36, 36)
    assert on_border(point, box, form) == on


def test_level_and_upright_lines_are_straight() -> None:
    assert is_straight(((0, 0), (10, 0.4)))
    assert not is_straight(((0, 0), (10, 3)))


def test_chinese_is_as_wide_as_high_and_breaks_at_the_label_width() -> None:
    assert label_box("登记来信", Box(0, 0, 90, 14)).width == pytest.approx(44)
    assert label_box("登" * 10, Box(0, 0, 90, 14)).height == pytest.approx(26.4)
    assert fits_inside("办理来信", BOX)
    assert not fits_inside("办" * 60, BOX)

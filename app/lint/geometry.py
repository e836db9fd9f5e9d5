"""Boxes, points and lines of a drawing. Lengths are pixels; what differs by less than SLACK is the same place."""

from collections.abc import Iterator
from itertools import pairwise

from app.diagram import Box

Point = tuple[float, float]
Segment = tuple[Point, Point]

SLACK = 1.0


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share an area; touching borders do not count."""
    return one.x + SLACK < other.right and other.x + SLACK < one.right and one.y + SLACK < other.bottom and other.y + SLACK < one.bottom


def holds(outer: Box, inner: Box) -> bool:
    return (
        outer.x - SLACK <= inner.x
        and outer.y - SLACK <= inner.y
        and inner.right <= outer.right + SLACK
        and inner.bottom <= outer.bottom + SLACK
    )


def segments(waypoints: tuple[Point, ...]) -> Iterator[Segment]:
    return pairwise(waypoints)


def is_straight(segment: Segment) -> bool:
    """Whether a line is level or upright."""
    (x1, y1), (x2, y2) = segment
    return abs(x1 - x2) < SLACK or abs(y1 - y2) < SLACK


def crosses(segment: Segment, box: Box) -> bool:
    """Whether a line passes through the inside of a box, by clipping it (Liang and Barsky); along the border is outside."""
    (x1, y1), (x2, y2) = segment
    low, high = 0.0, 1.0
    for start, delta, least, most in (
        (x1, x2 - x1, box.x + SLACK, box.right - SLACK),
        (y1, y2 - y1, box.y + SLACK, box.bottom - SLACK),
    ):
        if least >= most:
            return False
        if delta == 0:
            if not least < start < most:
                return False
            continue
        first, last = sorted(((least - start) / delta, (most - start) / delta))
        low, high = max(low, first), min(high, last)
    return low < high


def on_border(point: Point, box: Box, form: str) -> bool:
    """Whether a point lies on the outline of a shape. form: "circle", "diamond" or "box"."""
    (x, y), (middle_x, middle_y) = point, box.middle
    if form == "circle":
        return bool(abs(((x - middle_x) ** 2 + (y - middle_y) ** 2) ** 0.5 - box.width / 2) <= 2 * SLACK)
    if form == "diamond":
        return abs(abs(x - middle_x) / (box.width / 2 or 1) + abs(y - middle_y) / (box.height / 2 or 1) - 1) <= 0.1
    near = Box(box.x - SLACK, box.y - SLACK, box.width + 2 * SLACK, box.height + 2 * SLACK)
    inside = box.x + SLACK < x < box.right - SLACK and box.y + SLACK < y < box.bottom - SLACK
    return near.x <= x <= near.right and near.y <= y <= near.bottom and not inside

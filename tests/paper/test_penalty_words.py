"""What a penalty decision says of statement, defence and hearing is what was recorded."""

from pathlib import Path
from typing import Any

import pytest

from app.paper import Sources, fill_paper, read_paper
from tests.feel.evaluating import WORLD

FILE = Path(__file__).resolve().parents[2] / "processes" / "penalty-review" / "papers" / "penalty-decision.paper"
KNOWN: dict[str, Any] = {
    "unit": "market-bureau", "subject": "enterprise", "enterprise": "某公司", "enterpriseCode": "91", "address": "某路", "fine": 0,
    "legalRepresentative": "某人", "violation": "违法事实", "evidence": ["笔录"], "noticeOn": "2026-11-20", "legalBasis": "某法第一条",
    "grade": "一般", "gradeReason": None, "mustReview": True, "penalties": ["警告"], "statement": None, "hearing": "notAsked",
    "hearingOn": None, "hearingDuring": None,
}  # fmt: skip


def said(**more: Any) -> str:
    seen = {**KNOWN, **more}
    filled = fill_paper(read_paper(FILE.read_bytes(), FILE.name), Sources(seen, WORLD, {}, {"market-bureau": "市场局"}, {}))
    return str(filled.content["blocks"])


@pytest.mark.parametrize(
    ("recorded", "told", "not_told"),
    [
        ({}, ["未提出陈述、申辩意见", "未要求听证"], ["举行了听证"]),
        ({"statement": "不予采纳"}, ["不予采纳", "未要求听证"], ["未提出陈述"]),
        ({"hearing": "notProvided"}, ["未提出陈述"], ["听证。", "举行了听证"]),
        ({"hearing": "held", "hearingOn": "2026-11-23"}, ["2026年11月23日举行了听证"], ["未要求听证"]),
        ({"hearingDuring": "1月11日举行听证"}, ["审核期间的听证情况：1月11日举行听证"], ["未要求听证"]),
    ],
)
def test_a_hearing_is_told_as_it_was(recorded: dict[str, Any], told: list[str], not_told: list[str]) -> None:
    text = said(**recorded)
    assert [words for words in told if words not in text] == []
    assert [words for words in not_told if words in text] == []

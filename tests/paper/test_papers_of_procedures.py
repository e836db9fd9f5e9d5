"""The papers of the procedures: filled, printed, and read back as whoever gets them would."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.audit.fitting_papers import fits
from app.domain.paper import editable, edited, every_word, lacks
from app.domain.rejection import Rejection
from app.feel import FeelWorld
from app.gateways.press import TypstPress
from tests.paper.reading import pdf_words, word_words
from tests.paper.samples import KNOWN, NOW, ROOT, filled, issued, template

SAID = {
    "receipt-of-letter": ["张玉兰：", "QZ-2026-003187-4", "2026年11月16日9时12分", "2026年11月25日17时30分前", "东城街道春晖路18号"],
    "answer-to-letter": ["云州市卫生健康局", "一、办理情况", "二、答复意见", "2026年11月16日反映的", "申请行政复议或者提起行政诉讼"],
    "letter-bulletin": [
        "政务热线通报",
        "云热〔2026〕1号",
        "2026年10月共收到群众来信来话4件，办结3件，月末在办1件。其中当月超过答复期限2件，办理不规范1件。",
        "井盖缺失",
        "仍未办结",
        "2026年12月1日前办结",
        "QZ-2026-003004-7（云州市交通运输局）：答复内容与反映事项不符",
        "《意见》第15条",
    ],
    "meeting-bulletin": [
        "督查通报",
        "云政督〔2026〕1号",
        "议定7项。截至2026年11月24日，办结7项，其中按时5项，经批准延期后按时1项，超期1项，按时率85.7%；已报告、正在核查0项，到期仍未办结0项。",
        "延至11月13日",
        "超期3个工作日",
        "抄送：市委办公室",
    ],
    "meeting-summary": [
        "政务专报",
        "云府办〔2026〕1号",
        "市政府办公室主任：",
        "夜间施工噪声联合整治（云州市住房和城乡建设局，期限2026年11月18日）：超期办结。",
    ],
    "committee-report": [
        "云府办〔2026〕1号",
        "中共云州市委员会：",
        "制定托育服务三年计划",
        "2026年11月18日，在时限内",
        "验收签发",
        "抄送：云州市卫生健康局",
    ],
    "combined-notice": [
        "云州精密制造有限公司：",
        "已由4个部门就4个审批事项并联审批。其中已回复同意2项，依规定视为同意2项，不同意0项。",
        "同意，附条件：夜间不得进行锻造作业。",
        "视为同意",
        "《意见》第35条",
        "云州市东部园区管理委员会：接通厂区临时用电，2026年12月4日前完成。",
    ],
    "papers-missing": [
        "补正材料一次性告知书",
        "云州精密制造有限公司：",
        "TZ-2026-000012-8",
        "1．项目申请报告",
        "2．用地预审意见",
        "没有写明的材料，以后不再要求补正",
    ],
    "papers-wanted": ["云州市消防救援支队办理“消防设计”需要下列材料", "消防设计专篇", "自2026年11月24日起停止计算"],
    "reply-clock-stopped": [
        "期限中止告知书",
        "云环〔2026〕1号",
        "云州精密制造有限公司：",
        "专家评审",
        "《中华人民共和国行政许可法》第四十五条",
        "2026年12月4日",
    ],
    "review-clock-stopped": ["云法〔2026〕1号", "云州市市场监督管理局：", "审核期间需要听证", "2026年12月4日"],
    "session-call": [
        "关于召开“高端轴承生产线”项目联审会议的通知",
        "云州市自然资源和规划局、云州市消防救援支队：",
        "2026年11月16日9时30分",
        "市行政服务大厅联审会议室",
        "消防设计",
        "自会议原定开始时起视为同意",
    ],
    "penalty-decision": [
        "云市监〔2026〕1号",
        "当事人",
        "你单位在规定期限内未提出陈述、申辩意见",
        "罚款共计5000元",
        "每日按罚款数额的百分之三加处罚款",
        "自收到本决定书之日起六十日内向云州市人民政府申请行政复议",
        "六个月内向人民法院提起行政诉讼",
        "行政处罚不停止执行",
    ],
    "penalty-admonition": [
        "云市监〔2026〕1号",
        "云州鲜达食品有限公司：",
        "告诫不是行政处罚中的警告",
        "提供标签样本，派员指导换标。",
        "请于2026年12月4日前整改完毕",
    ],
    "penalty-none": ["不予行政处罚决定书", "首次违法、情节轻微，依据市政府《意见》第42条", "当场下架并已换标", "申请行政复议"],
    "penalty-service": ["送达回证", "行政处罚决定书云市监〔2026〕1号", "受送达人", "拒收、见证", "应当在七日内"],
}


def test_a_bulletin_is_of_one_day_and_claims_no_rate_where_nothing_was_closed() -> None:
    withdrawn = {"content": "丙", "unit": "health-bureau", "dueOn": "2026-12-01", "extendedTo": None, "doneOn": None, "result": "withdrawn"}
    still = {**withdrawn, "content": "甲", "result": "open"}
    content = filled("meeting-bulletin", items=[still, withdrawn]).content
    figures = {figure["id"]: figure["value"] for figure in content["figures"]}
    assert (figures["asOf"], figures["rate"]) == ("2026年11月24日", "—")
    said = {**still, "result": "extended", "doneOn": "2027-01-12", "dueOn": "2026-12-19", "extendedTo": "2027-01-15"}
    content = filled("meeting-bulletin", items=[said, withdrawn]).content
    assert {figure["id"]: figure["value"] for figure in content["figures"]}["rate"] == "100%"
    assert "2026年12月19日，延至2027年1月15日" in str(content)


def test_an_item_that_is_past_its_date_is_late_in_the_bulletin_before_it_is_done() -> None:
    item = {"content": "甲", "unit": "health-bureau", "dueOn": "2026-11-23", "extendedTo": None, "doneOn": None, "result": "open"}
    more = [{**item, "dueOn": "2026-11-24"}, {**item, "extendedTo": "2026-12-01"}, {**item, "result": "withdrawn"}]
    content = filled("meeting-bulletin", items=[item, *more]).content
    assert {figure["id"]: figure["value"] for figure in content["figures"]}["overdue"] == "1"
    table = next(block for block in content["blocks"] if block["type"] == "table")
    assert [row[-1] for row in table["rows"]] == ["到期未办结", "在办", "在办", "已撤销"]


def test_an_item_is_past_its_date_from_the_close_of_that_day_on_and_not_while_its_report_is_being_checked() -> None:
    item = {"content": "甲", "unit": "health-bureau", "dueOn": "2026-11-24", "extendedTo": None, "doneOn": None, "result": "open"}
    reported = {**item, "content": "乙", "dueOn": "2026-11-20", "reportedOn": "2026-11-19"}
    at_the_close = filled("meeting-bulletin", datetime(2026, 11, 24, 9, 30, tzinfo=UTC), items=[item, reported]).content
    figures = {figure["id"]: figure["value"] for figure in at_the_close["figures"]}
    assert (figures["overdue"], figures["checking"]) == ("1", "1")
    table = next(block for block in at_the_close["blocks"] if block["type"] == "table")
    assert [row[-1] for row in table["rows"]] == ["到期未办结", "已报告，核查中"]


def test_the_notice_counts_departments_and_approvals_apart_and_an_overruled_objection_as_an_objection() -> None:
    agreed = {"unit": "fire-brigade", "reply": "agree", "at": "2026-11-23T10:00:00+08:00", "article": "34"}
    objected = {**agreed, "unit": "planning-bureau", "reply": "object", "note": "超限高。"}
    overruled = {**objected, "reply": "overruled", "ruling": "降两层。", "ruledAt": "2026-11-24T10:00:00+08:00"}
    replies = [{**one, "approval": f"事项{number}"} for number, one in enumerate((agreed, agreed, objected, overruled))]
    figures = {figure["id"]: figure["value"] for figure in filled("combined-notice", replies=replies).content["figures"]}
    assert figures == {"departments": "2", "approvals": "4", "agreed": "2", "deemed": "0", "objected": "2", "overruled": "1"}


def test_a_combined_notice_says_whether_the_project_is_approved_and_sends_nobody_on_who_is_refused() -> None:
    agreed = {**KNOWN["combined-notice"][1]["replies"][0], "objectedAt": None, "ruledAt": None, "ground": None}
    objected = {**agreed, "unit": "planning-bureau", "reply": "object", "note": "超限高。", "ground": "《城乡规划法》第四十条"}
    approved, refused = (
        "\n".join(words for _, words in every_word(filled("combined-notice", replies=on).content)) for on in ([agreed], [objected])
    )
    assert "项目予以批准。请持本通知到市行政服务中心办理后续手续" in approved
    assert "不予批准" not in approved
    assert "有1项未获同意，项目不予批准，理由和依据写在各该部门的意见中" in refused
    for word in ("请持本通知", "同等效力", "督办"):
        assert word in approved
        assert word not in refused


@pytest.fixture(scope="module")
def press() -> TypstPress:
    return TypstPress(ROOT / "fonts")


def test_a_record_of_service_is_one_page(press: TypstPress) -> None:
    assert len(press.pictures(issued("penalty-service"), NOW)) == 1
    assert len(press.pictures(issued("penalty-service", enterprise="云州" * 18, address="云州市东部园区兴业路 6 号 3 幢二层"), NOW)) == 1


def test_every_paper_that_is_shipped_is_read_here() -> None:
    assert {path.stem for path in ROOT.glob("processes/*/papers/*.paper")} == set(KNOWN) == set(SAID)


@pytest.mark.parametrize("paper", KNOWN)
def test_a_paper_says_in_both_files_what_its_case_knows(paper: str, press: TypstPress) -> None:
    content = issued(paper)
    assert press.undrawn(content) == {}
    pdf, word = pdf_words(press.pdf(content, NOW)), word_words(press.word(content, None, NOW))
    for said in SAID[paper]:
        assert re.sub(r"\s", "", said) in pdf, said
    bare = re.sub(r"\s", "", word)
    for place, words in every_word(content):
        assert re.sub(r"\s", "", words) in bare, place
        assert re.sub(r"\s", "", words) in pdf, place


@pytest.mark.parametrize("paper", KNOWN)
def test_a_value_that_is_missing_is_named(paper: str) -> None:
    for name in sorted(template(paper).names & set(KNOWN[paper][1])):
        refused = refusal_without(paper, name)
        if refused is not None:
            assert refused.code == "bad_paper"
            assert refused.facts.get("needs") or refused.facts.get("text") or refused.facts.get("figure") or refused.facts.get("where")


CORE = {
    "answer-to-letter": {"answerText": "答复内容"},
    "receipt-of-letter": {"topic": "反映事项", "content": "反映内容"},
    "combined-notice": {"replies": "各部门意见"},
    "papers-missing": {"missingPapers": "需要补正的全部材料"},
    "papers-wanted": {"wantedPapers": "需要补充的全部材料"},
    "session-call": {"sessionPlace": "会议地点"},
    "meeting-bulletin": {"items": "议定事项"},
    "meeting-summary": {"items": "议定事项"},
    "committee-report": {"reportText": "办理结果", "committeeReport": "报告"},
    "penalty-decision": {"violation": "违法事实", "evidence": "证据", "penalties": "处罚种类"},
    "penalty-service": {"enterprise": "受送达人"},
}
"""What each paper is nothing without, by the name that people call it. The monthly bulletin says its figures, none of which is typed."""


@pytest.mark.parametrize(("paper", "name", "called"), [(paper, *one) for paper, needed in CORE.items() for one in needed.items()])
def test_a_paper_is_not_made_while_what_it_says_is_not_there(paper: str, name: str, called: str) -> None:
    empty: Any = [] if isinstance(KNOWN[paper][1][name], list) else "  \n"
    with pytest.raises(Rejection, match=f"Expected “{called}” before"):
        filled(paper, **{name: empty})
    assert lacks(filled(paper).content) == []


def test_a_record_of_service_says_which_decision_and_asks_for_its_number_by_name() -> None:
    with pytest.raises(Rejection, match="Expected “处罚决定书文号” before"):
        filled("penalty-service", decision={}, decisionNumber=None)
    assert lacks(filled("penalty-service", decision={}, decisionNumber="云市监罚〔2026〕3号").content) == []


def test_what_a_paper_is_nothing_without_may_be_reworded_and_not_cut_away() -> None:
    content = issued("penalty-decision")
    places = {place: text for place, text in editable(content).items() if place.startswith("blocks.")}
    for place in places:
        assert lacks(edited(content, {place: "另作表述。"})) == []
    cut = edited(content, dict.fromkeys(places, ""))
    assert lacks(cut) == ["违法事实", "证据", "处罚种类"]
    assert lacks({**content, "blocks": [], "needs": []}, ["答复内容"]) == ["答复内容"]


def refusal_without(paper: str, name: str) -> Rejection | None:
    """Return what is said of a paper whose case lacks a value; None where the paper can do without."""
    try:
        filled(paper, **{name: None})
    except Rejection as rejection:
        return rejection
    return None


def test_remedies_are_not_for_a_person_to_change() -> None:
    content = issued("penalty-decision")
    locked = [f"blocks.{place}" for place, block in enumerate(content["blocks"]) if block["type"] == "remedies"]
    assert len(locked) == 2
    assert not set(locked) & set(editable(content))


def test_a_decision_without_a_fine_says_nothing_of_paying() -> None:
    content = issued("penalty-decision", fine=0, penalties=["警告"])
    words = "".join(words for _, words in every_word(content))
    assert "缴纳" not in words
    assert "四、救济途径" in words


def test_an_anonymous_citizen_is_not_named() -> None:
    for paper in ("receipt-of-letter", "answer-to-letter"):
        words = "".join(words for _, words in every_word(issued(paper, anonymous=True, name=None)))
        assert "来信人" in words
        assert "张玉兰" not in words


def test_papers_that_go_round_read_nobodys_name() -> None:
    for paper in ("letter-bulletin", "meeting-bulletin", "meeting-summary", "combined-notice"):
        assert not template(paper).names & {"name", "contact"}
    assert Path(ROOT / "processes" / "citizen-letter" / "papers").is_dir()


@pytest.mark.parametrize(
    ("paper", "report"), [("meeting-bulletin", "bulletin"), ("meeting-summary", "summary"), ("committee-report", "committee")]
)
def test_each_kind_of_meeting_ends_with_its_own_paper(paper: str, report: str) -> None:
    world = FeelWorld(NOW, ZoneInfo("Asia/Shanghai"))
    said = {kind for kind in ("bulletin", "summary", "committee") if fits(template(paper), {"supervision": {"report": kind}}, world)}
    assert said == {report}

"""Earlier cases about the same matter are shown, to those who may see them, and never one that is secret."""

import pytest

from app.queries.likely_repeats import likely_repeats
from tests.builders.city import City
from tests.builders.errand import PROCESS

LETTER = {"topic": "东城小区诊所夜间外机噪声扰民", "content": "楼下新开的诊所夜里一直响。", "contact": "13900000001"}


def found(city: City, **sent: str) -> list[int]:
    return [repeat.key for repeat in city.door.ask(likely_repeats, PROCESS, sent)]


def why(city: City, **sent: str) -> list[tuple[str, ...]]:
    return [repeat.why for repeat in city.door.ask(likely_repeats, PROCESS, sent)]


def test_the_same_contact_or_a_similar_text_is_found_the_newest_first(city: City) -> None:
    first, second = (city.start(PROCESS, **LETTER) for _ in range(2))
    assert found(city, contact="13900000001") == [second, first]
    assert found(city, topic=LETTER["topic"], content="楼下的诊所夜里一直响。") == [second, first]
    assert found(city, topic="路灯坏了", content="春晖路上有三盏路灯不亮。", contact="13900000002") == []


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("13900000001", "139 0000 0001"),
        ("电话：13900000001（晚上）", "+86-139-0000-0001"),
        ("010-6512 3456", "01065123456"),
        ("Zhou@Example.org", "信箱 zhou@example.org，电话 13900000009"),
        ("东城街道春晖路 18 号", "东城街道春晖路18号"),
    ],
)
def test_the_same_contact_alone_is_enough_however_it_is_written(sqlite_city: City, kept: str, typed: str) -> None:
    case = sqlite_city.start(PROCESS, **{**LETTER, "contact": kept})
    assert found(sqlite_city, contact=typed) == [case]
    assert why(sqlite_city, contact=typed) == [("same contact",)]
    assert found(sqlite_city, contact="13900000002") == []


def test_the_same_topic_word_for_word_counts_whatever_else_is_said(sqlite_city: City) -> None:
    case = sqlite_city.start(PROCESS, **LETTER)
    other = "我住三楼，上个月起每晚十一点以后都有轰鸣声，已经向物业反映过两次，没有结果，请派人来测一测。" * 3
    assert found(sqlite_city, topic=f" {LETTER['topic']}！", content=other) == [case]
    assert why(sqlite_city, topic=LETTER["topic"], content=other, contact=LETTER["contact"]) == [("same contact", "same words")]


@pytest.mark.parametrize("topic", ["东城小区诊所外机噪声", "诊所外机夜间噪声扰民，东城小区", "东城小区的诊所夜间外机太响扰民"])
@pytest.mark.parametrize("place", ["", "东城小区", "东城小区诊所旁的楼道口", "春晖路 18 号"])
def test_the_same_matter_in_other_words_and_another_order_is_found(sqlite_city: City, topic: str, place: str) -> None:
    case = sqlite_city.start(PROCESS, **LETTER, place="东城街道春晖路 18 号")
    told = "卧室窗外两台机器通宵运转，震得人睡不着，物业不管，请派人测一测分贝。"
    assert found(sqlite_city, topic=topic, content=told, place=place) == [case]
    assert why(sqlite_city, topic=topic, content=told, place=place) == [("similar words",)]


@pytest.mark.parametrize(
    ("topic", "place"),
    [("东城小区路灯不亮", "东城小区"), ("诊所无证行医", "东城小区"), ("诊所夜间外机噪声", "南湖路 5 号"), ("扰民", "东城小区")],
)
def test_another_matter_at_the_same_place_or_the_same_elsewhere_is_not(sqlite_city: City, topic: str, place: str) -> None:
    sqlite_city.start(PROCESS, **{**LETTER, "topic": "诊所夜间外机噪声扰民", "place": "东城小区"})
    assert found(sqlite_city, topic=topic, content="请尽快派人来看一看，谢谢各位同志。", place=place) == []


def test_the_likeliest_comes_before_newer_ones_that_only_sound_alike(sqlite_city: City) -> None:
    likely = sqlite_city.start(PROCESS, **LETTER)
    for place in range(6):
        sqlite_city.start(PROCESS, **{**LETTER, "topic": f"第{place}件事", "contact": f"1390000010{place}"})
    listed = found(sqlite_city, topic="噪声", content=LETTER["content"], contact=LETTER["contact"])
    assert (listed[0], len(listed)) == (likely, 5)


def test_a_secret_case_is_no_likely_repeat(city: City) -> None:
    case = city.start(PROCESS, **LETTER)
    with city.database.write() as store:
        store.run("UPDATE process_instance SET secret = 1 WHERE key = :case", case=case)
    assert found(city, contact="13900000001") == []


def test_nobody_reads_of_a_case_that_they_may_not_see(sqlite_city: City) -> None:
    case = sqlite_city.start(PROCESS, **LETTER)

    def read_by(account: str) -> list[int]:
        return [one.key for one in sqlite_city.door.ask(likely_repeats, PROCESS, LETTER, actor=sqlite_city.actor(account))]

    assert read_by("hotline") == [case]
    assert read_by("handler-housing") == []

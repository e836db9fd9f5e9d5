"""Earlier cases about the same matter are shown, but never one that is secret."""

from app.queries.likely_repeats import likely_repeats
from tests.builders.city import City
from tests.builders.errand import PROCESS

LETTER = {"topic": "东城小区诊所夜间外机噪声扰民", "content": "楼下新开的诊所夜里一直响。", "contact": "13900000001"}


def found(city: City, **sent: str) -> list[int]:
    return [repeat.key for repeat in city.door.ask(likely_repeats, PROCESS, sent)]


def test_the_same_contact_or_a_similar_text_is_found_the_newest_first(city: City) -> None:
    first, second = (city.start(PROCESS, **LETTER) for _ in range(2))
    assert found(city, contact="13900000001") == [second, first]
    assert found(city, topic=LETTER["topic"], content="楼下的诊所夜里一直响。") == [second, first]
    assert found(city, topic="路灯坏了", content="春晖路上有三盏路灯不亮。", contact="13900000002") == []


def test_a_secret_case_is_no_likely_repeat(city: City) -> None:
    case = city.start(PROCESS, **LETTER)
    with city.database.write() as store:
        store.run("UPDATE process_instance SET secret = 1 WHERE key = :case", case=case)
    assert found(city, contact="13900000001") == []

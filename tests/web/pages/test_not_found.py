"""A number that is none is answered with what was looked for and what may have been meant; nothing is told of foreign cases."""

import pytest

from app.domain.receipt_number import read_receipt_number, receipt_number
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, desk, words


@pytest.fixture(scope="module")
def numbers(api: ApiCity) -> list[str]:
    """The numbers of 21 letters, the last of which the health bureau has."""
    instances = [api.start("citizen-letter", **{**LETTER, "topic": f"第{place}件"}) for place in range(1, 22)]
    api.post(f"/v2/user-tasks/{api.task(instances[-1])}/completion", {"variables": ASSIGNED}, 204)
    return [api.number(instance) for instance in instances]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("QZ-2026-000012-{21}", 21),  # two digits changed places, the last one as it was printed
        ("QZ-2026-000120", 12),
        ("QZ-2026-100021", 21),
        ("QZ-2025-000021", 21),
        ("qz 2026 000021 {other}", 21),
    ],
)
def test_the_number_that_was_meant_is_offered(api: ApiCity, numbers: list[str], typed: str, meant: int) -> None:
    last = numbers[meant - 1]
    address = typed.replace("{21}", last[-1]).replace("{other}", str((int(last[-1]) + 1) % 10))
    page = desk(api, "hotline").get(f"/cases/{address}", 404)
    assert f'href="/cases/{last}"' in page
    assert f"第{meant}件" in words(page)
    assert 'href="/work-list"' in page
    assert f'name="q" type="search" value="{address}"' in page


def test_the_likeliest_slip_comes_first(api: ApiCity, numbers: list[str]) -> None:
    page = desk(api, "hotline").get("/cases/QZ-2026-000201", 404)
    assert page.index(f'href="/cases/{numbers[20]}"') < page.index(f'href="/cases/{numbers[0]}"')


def test_a_missing_last_digit_is_mended(api: ApiCity, numbers: list[str]) -> None:
    assert numbers[0] in words(desk(api, "hotline").get(f"/cases/{numbers[0][:-2]}"))


def test_nobody_is_offered_a_case_that_they_may_not_see(api: ApiCity, numbers: list[str]) -> None:
    handler, absent = desk(api, "handler-health"), receipt_number("QZ", 2026, 31)
    assert read_receipt_number(absent) == absent
    page = handler.get(f"/cases/{absent}", 404)
    assert numbers[20] in page
    assert [number for number in numbers[:20] if number in page] == []
    assert [number for number in numbers if number in desk(api, "handler-housing").get(f"/cases/{absent}", 404)] == []


def test_a_foreign_case_is_answered_like_one_that_never_was(api: ApiCity, numbers: list[str]) -> None:
    housing = desk(api, "handler-housing")
    foreign, unknown = (
        words(housing.get(f"/cases/{number}", 404)).replace(number, "…") for number in (numbers[0], receipt_number("QZ", 2026, 900))
    )
    assert foreign == unknown


def test_the_page_of_a_receipt_and_a_file_offer_the_number_too(api: ApiCity, numbers: list[str]) -> None:
    assert f'href="/cases/{numbers[20]}"' in desk(api, "hotline").get("/cases/QZ-2026-000012/receipt".replace("000012", "000201"), 404)


def test_below_a_right_number_the_case_is_offered_and_not_the_number(api: ApiCity, numbers: list[str]) -> None:
    page = desk(api, "hotline").get(f"/cases/{numbers[0]}/deadlines/77", 404)
    assert f'class="button button--primary" href="/cases/{numbers[0]}"' in page
    assert f'value="{numbers[0]}"' not in page
    assert numbers[1] not in page


def test_who_is_not_signed_in_is_offered_the_pages_for_citizens_and_no_work_list(api: ApiCity) -> None:
    page = desk(api).get("/nothing-here", 404)
    for address in ("/progress", "/letters", "/sign-in"):
        assert f'href="{address}"' in page
    assert 'href="/work-list"' not in page
    assert "回工作台" not in words(page)
    assert "回工作台" in words(desk(api, "hotline").get("/nothing-here", 404))

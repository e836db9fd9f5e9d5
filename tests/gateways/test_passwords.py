"""Passwords are long, not easily guessed, and kept only as an argon2id hash."""

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError

from app.domain.demo_city import PASSWORD
from app.domain.rejection import Rejection
from app.gateways.passwords import Passwords

GOOD = "a quiet-harbour 58 morning"


def refused(password: str, *about: str) -> str:
    with pytest.raises(Rejection) as caught:
        Passwords().hash(password, about)
    assert caught.value.code == "bad_value"
    assert password not in str(caught.value)
    return str(caught.value)


def test_a_good_password_is_kept_as_argon2id_and_fits() -> None:
    passwords = Passwords()
    kept = passwords.hash(GOOD)
    assert kept.startswith("$argon2id$")
    assert GOOD not in kept
    assert passwords.fits(kept, GOOD)
    assert not passwords.fits(kept, GOOD + " ")


def test_the_same_password_is_never_kept_twice_in_the_same_way() -> None:
    passwords = Passwords()
    assert passwords.hash(GOOD) != passwords.hash(GOOD)


def test_nobody_and_a_hash_that_is_none_fit_no_password() -> None:
    passwords = Passwords()
    assert not passwords.fits(None, "nobody has this password")
    assert not passwords.fits("plain text", "plain text")


def test_an_account_that_is_not_there_is_checked_with_as_much_work_as_one_that_is(monkeypatch: pytest.MonkeyPatch) -> None:
    passwords, checked = Passwords(), []
    verify = PasswordHasher.verify

    def spy(hasher: PasswordHasher, kept: str, password: str) -> bool:
        checked.append(kept)
        return verify(hasher, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", spy)
    assert not passwords.fits(None, GOOD)
    assert extract_parameters(checked[0]) == extract_parameters(passwords.hash(GOOD))
    # A mismatch, found by computing the whole hash, and not a text that is no hash at all.
    with pytest.raises(VerifyMismatchError):
        verify(PasswordHasher(), checked[0], GOOD)


def test_eleven_characters_are_too_few_and_257_too_many() -> None:
    assert "12 to 256 characters, but found 11" in refused("k7#Vq2!mZx9")
    assert "found 257" in refused("xq7 " * 64 + "x")
    assert Passwords().hash("k7#Vq2!mZx94")


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "qwertyuiop12",
        "123456789012",
        "iloveyou1234",
        "1qaz2wsx3edc",
        "Passw0rd2026!",
        "aaaaaaaaaaaa",
        "abcdefghijkl",
        "admin-admin-admin",
        "woaini5201314",
        "zhongguo123456",
        "woainiwoaini",
        "2026-11-24!!",
    ],
)
def test_common_passwords_rows_of_keys_dates_and_repetitions_are_refused(password: str) -> None:
    assert "easily guessed" in refused(password)


def test_a_password_made_of_the_account_s_own_name_is_refused() -> None:
    assert Passwords().hash("handler-health1")
    assert "easily guessed" in refused("handler-health1", "handler-health", "陈静")


def test_the_password_of_the_demo_city_keeps_the_rules_too() -> None:
    assert Passwords().hash(PASSWORD)


def test_a_very_long_password_is_rated_at_once_and_not_taken_as_its_beginning() -> None:
    passwords = Passwords()
    long = (GOOD * 10)[:256]
    kept = passwords.hash(long)
    assert passwords.fits(kept, long)
    assert not passwords.fits(kept, long[:72])
    assert not passwords.fits(kept, long + "x")

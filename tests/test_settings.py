"""The settings of the city's own sign-in: three together, and an address that can be trusted."""

from pathlib import Path

import pytest

from app.settings import BadSettings, ProviderSettings, Settings, read_settings

GIVEN = {
    "DUBAN_OIDC_ISSUER": "https://sign-in.city.example",
    "DUBAN_OIDC_CLIENT_ID": "duban",
    "DUBAN_OIDC_CLIENT_SECRET": "a secret of the client",
}


def read(folder: Path, **changed: str) -> Settings:
    return read_settings({"DUBAN_DATA": str(folder), **GIVEN, **changed})


def test_a_city_without_a_provider_has_none(tmp_path: Path) -> None:
    assert read_settings({"DUBAN_DATA": str(tmp_path)}).provider is None
    assert read(tmp_path, **dict.fromkeys(GIVEN, "")).provider is None


@pytest.mark.parametrize("missing", GIVEN)
def test_the_three_come_together_and_the_missing_one_is_named(missing: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=f"but {missing} is missing"):
        read(tmp_path, **{missing: ""})


@pytest.mark.parametrize(
    ("issuer", "kept"),
    [
        ("https://sign-in.city.example", "https://sign-in.city.example"),
        ("https://sign-in.city.example/realms/city/", "https://sign-in.city.example/realms/city"),
        ("http://127.0.0.1:8180/", "http://127.0.0.1:8180"),
        ("http://localhost:8180/realms/city", "http://localhost:8180/realms/city"),
        ("http://[::1]:8180", "http://[::1]:8180"),
    ],
)
def test_an_issuer_is_taken_with_and_without_a_slash_at_its_end(issuer: str, kept: str, tmp_path: Path) -> None:
    assert read(tmp_path, DUBAN_OIDC_ISSUER=issuer).provider == ProviderSettings(kept, "duban", "a secret of the client")


@pytest.mark.parametrize(
    "issuer",
    [
        "http://sign-in.city.example",
        "http://127.0.0.1.city.example",
        "sign-in.city.example",
        "https://",
        "ftp://sign-in.city.example",
        "https://sign-in.city.example?realm=city",
        "https://sign-in.city.example/#top",
        "https://name:word@sign-in.city.example",
        "https://sign-in.city.example:port",
        "https://[sign-in",
    ],
)
def test_an_issuer_that_cannot_be_trusted_is_refused_with_what_was_expected(issuer: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="Expected DUBAN_OIDC_ISSUER to be an https address"):
        read(tmp_path, DUBAN_OIDC_ISSUER=issuer)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("https://duban.city.example", "https://duban.city.example"),
        ("https://duban.city.example/", "https://duban.city.example"),
        (" http://10.1.2.3:8000 ", "http://10.1.2.3:8000"),
        ("", None),
    ],
)
def test_the_public_address_is_taken_without_a_slash_at_its_end(said: str, kept: str | None, tmp_path: Path) -> None:
    assert read_settings({"DUBAN_DATA": str(tmp_path), "DUBAN_PUBLIC_URL": said}).public_url == kept


@pytest.mark.parametrize(
    "said",
    [
        "duban.city.example",
        "https://",
        "ftp://duban.city.example",
        "https://duban.city.example/duban",
        "https://duban.city.example?to=1",
        "https://duban.city.example#top",
        "https://name:word@duban.city.example",
        "https://duban.city.example:port",
        "https://duban.city .example",
        "https://duban.city.example\nBcc: x",
        "javascript:alert(1)",
    ],
)
def test_a_public_address_that_mails_could_not_carry_is_refused(said: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="Expected DUBAN_PUBLIC_URL to be an address without a path"):
        read_settings({"DUBAN_DATA": str(tmp_path), "DUBAN_PUBLIC_URL": said})

"""Settings: the environment, read once and checked."""

import difflib
import os
import secrets
from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from app.domain.mail import MAIL_ADDRESS

NAMES = {
    "DUBAN_HOST",
    "DUBAN_PORT",
    "DUBAN_DATA",
    "DUBAN_DATABASE_URL",
    "DUBAN_DEMO",
    "DUBAN_TEST_CLOCK",
    "DUBAN_TEST_NOW",
    "DUBAN_WEB_WORKERS",
    "DUBAN_THREADS",
    "DUBAN_RUN_WORKER",
    "DUBAN_SECRET_KEY",
    "DUBAN_TIME_ZONE",
    "DUBAN_LANGUAGE",
    "DUBAN_PUBLISH_FOUR_EYES",
    "DUBAN_OIDC_ISSUER",
    "DUBAN_OIDC_CLIENT_ID",
    "DUBAN_OIDC_CLIENT_SECRET",
    "DUBAN_SMTP_URL",
    "DUBAN_MAIL_FROM",
    "DUBAN_PUBLIC_URL",
    "DUBAN_DOCUMENTS_URL",
    "DUBAN_ANCHORS_URL",
    "DUBAN_UPLOAD_MAX_BYTES",
}
FOR_TESTS = {"DUBAN_TEST_BROWSER", "DUBAN_TEST_TCK"}
HERE = ("127.0.0.1", "::1", "localhost")
LANGUAGES = ("zh_Hans", "zh_Hant", "en")


class BadSettings(Exception):
    """The environment holds something that cannot be meant; the message says which name, what was expected and what was found."""


class ProviderSettings(Struct, frozen=True):
    """Where the city's own sign-in lies (OpenID Connect), and what it knows this product by. issuer: without a slash at its end."""

    issuer: str
    client_id: str
    client_secret: str


class MailSettings(Struct, frozen=True):
    """The server that takes mails from here, and the sender they name.

    encrypted: TLS from the first byte (smtps). Otherwise it begins as soon as the server offers it; a password is sent under it alone.
    """

    host: str
    port: int
    encrypted: bool
    user: str
    password: str
    sender: str

    @property
    def is_here(self) -> bool:
        """Whether the server runs on this machine, to which a password may go without TLS."""
        return self.host in HERE


class Settings(Struct, frozen=True):
    """What the environment says. Meanings and defaults: the README's table of settings."""

    host: str
    port: int
    data: Path
    database_url: str
    demo: bool
    test_clock: bool
    test_now: datetime | None
    web_workers: int
    threads: int
    run_worker: bool
    secret_key: str
    zone: ZoneInfo
    language: str
    publish_four_eyes: bool
    documents_url: str
    anchors_url: str
    upload_max_bytes: int
    provider: ProviderSettings | None
    mail: MailSettings | None = None
    public_url: str | None = None


def read_settings(environment: Mapping[str, str] = os.environ, *, root: Path | None = None) -> Settings:
    """Return the settings.

    root: the folder that a relative DUBAN_DATA is relative to; default: the checkout.

    Raises BadSettings for an unknown DUBAN_ name, with the nearest known one, and for values that do not fit.
    """
    for name in sorted(environment):
        if name.startswith("DUBAN_") and name not in NAMES | FOR_TESTS:
            nearest = difflib.get_close_matches(name, NAMES, n=1)
            hint = f"; did you mean {nearest[0]}?" if nearest else ""
            raise BadSettings(f"Expected a known setting, but found {name}{hint}")
    root = root or Path(__file__).resolve().parent.parent
    data = (root / environment.get("DUBAN_DATA", "var")).resolve()
    demo = _flag(environment, "DUBAN_DEMO", False)
    test_clock = _flag(environment, "DUBAN_TEST_CLOCK", False)
    if test_clock and not demo:
        raise BadSettings("Expected DUBAN_TEST_CLOCK=1 only together with DUBAN_DEMO=1: a city's clock cannot be set")
    language = environment.get("DUBAN_LANGUAGE", "zh_Hans")
    if language not in LANGUAGES:
        raise BadSettings(f"Expected DUBAN_LANGUAGE to be one of {', '.join(LANGUAGES)}, but found {language!r}")
    cores = os.cpu_count() or 1
    return Settings(
        host=environment.get("DUBAN_HOST", "127.0.0.1"),
        port=_number(environment, "DUBAN_PORT", 8000, 1, 65535),
        data=data,
        database_url=environment.get("DUBAN_DATABASE_URL") or f"sqlite:///{data / 'duban.db'}",
        demo=demo,
        test_clock=test_clock,
        test_now=_instant(environment, "DUBAN_TEST_NOW", test_clock),
        web_workers=_number(environment, "DUBAN_WEB_WORKERS", max(2, min(cores, 8)), 1, 64),
        threads=_number(environment, "DUBAN_THREADS", 4, 1, 64),
        run_worker=_flag(environment, "DUBAN_RUN_WORKER", True),
        secret_key=environment.get("DUBAN_SECRET_KEY") or _own_secret(data),
        zone=_zone(environment.get("DUBAN_TIME_ZONE", "Asia/Shanghai")),
        language=language,
        publish_four_eyes=_flag(environment, "DUBAN_PUBLISH_FOUR_EYES", not demo),
        documents_url=environment.get("DUBAN_DOCUMENTS_URL") or (data / "documents").as_uri(),
        anchors_url=environment.get("DUBAN_ANCHORS_URL") or (data / "anchors").as_uri(),
        upload_max_bytes=_number(environment, "DUBAN_UPLOAD_MAX_BYTES", 20 * 1024 * 1024, 1, 1 << 31),
        provider=_provider(environment),
        mail=_mail(environment),
        public_url=_public_url(environment),
    )


def _flag(environment: Mapping[str, str], name: str, default: bool) -> bool:
    found = environment.get(name, "")
    if found not in ("", "0", "1"):
        raise BadSettings(f"Expected {name} to be 0 or 1, but found {found!r}")
    return found == "1" if found else default


def _number(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    found = environment.get(name, "")
    if not found:
        return default
    if not found.isascii() or not found.isdigit() or not least <= int(found) <= most:
        raise BadSettings(f"Expected {name} to be a whole number from {least} to {most}, but found {found!r}")
    return int(found)


def _instant(environment: Mapping[str, str], name: str, allowed: bool) -> datetime | None:
    found = environment.get(name, "")
    if not found:
        return None
    if not allowed:
        raise BadSettings(f"Expected {name} only together with DUBAN_TEST_CLOCK=1")
    try:
        instant = datetime.fromisoformat(found)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise BadSettings(f"Expected {name} to be an instant with its offset, such as 2025-01-02T08:30:00+08:00, but found {found!r}")
    return instant


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadSettings(f"Expected DUBAN_TIME_ZONE to name a time zone, such as Asia/Shanghai, but found {name!r}") from None


def _provider(environment: Mapping[str, str]) -> ProviderSettings | None:
    names = ("DUBAN_OIDC_ISSUER", "DUBAN_OIDC_CLIENT_ID", "DUBAN_OIDC_CLIENT_SECRET")
    given = {name: environment[name].strip() for name in names if environment.get(name, "").strip()}
    if not given:
        return None
    for name in names:
        if name not in given:
            raise BadSettings(f"Expected {', '.join(names)} together or none of them, but {name} is missing")
    issuer = given[names[0]].rstrip("/")
    if not _is_issuer(issuer):
        raise BadSettings(
            f"Expected {names[0]} to be an https address without a query, such as https://sign-in.city.example (http is taken for this"
            f" machine alone), but found {issuer!r}"
        )
    return ProviderSettings(issuer, given[names[1]], given[names[2]])


def _is_issuer(text: str) -> bool:
    """Say whether a text may name a provider: https, since what it answers decides who comes in."""
    try:
        parts = urlsplit(text)
        here = parts.scheme == "http" and parts.hostname in HERE
        known = (parts.scheme == "https" or here) and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
    return known and "@" not in parts.netloc and not set("?# ") & set(text)


def _public_url(environment: Mapping[str, str]) -> str | None:
    """Return where people find the product in their browsers, without a slash at its end; None where nobody said.

    Only scheme, name and port: pages lie at the root, and whatever else stood there would be in every mail.
    """
    found = environment.get("DUBAN_PUBLIC_URL", "").strip()
    if not found:
        return None
    try:
        parts = urlsplit(found)
        known = parts.scheme in ("https", "http") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        parts, known = urlsplit(""), False
    if not known or parts.path.strip("/") or "@" in parts.netloc or set("?#") & set(found) or not found.isprintable() or " " in found:
        raise BadSettings(
            f"Expected DUBAN_PUBLIC_URL to be an address without a path, such as https://duban.city.example, but found {found!r}"
        )
    return found.rstrip("/")


def _mail(environment: Mapping[str, str]) -> MailSettings | None:
    url, sender = (environment.get(name, "").strip() for name in ("DUBAN_SMTP_URL", "DUBAN_MAIL_FROM"))
    if not url and not sender:
        return None
    if not url or not sender:
        missing = "DUBAN_MAIL_FROM" if url else "DUBAN_SMTP_URL"
        raise BadSettings(f"Expected DUBAN_SMTP_URL and DUBAN_MAIL_FROM together or none of them, but {missing} is missing")
    # A comma or a line end would make several senders of it, or another header.
    if not MAIL_ADDRESS.fullmatch(parseaddr(sender)[1]) or not sender.isprintable():
        raise BadSettings(f"Expected DUBAN_MAIL_FROM to be a mail address, such as duban@city.example, but found {sender!r}")
    try:
        parts = urlsplit(url)
        port = parts.port or (465 if parts.scheme == "smtps" else 25)
    except ValueError:
        parts, port = urlsplit(""), 0
    # What is found is not repeated: it may hold a password.
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise BadSettings("Expected DUBAN_SMTP_URL to be smtp://[user:password@]host[:port] or smtps://..., but found another address")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailSettings(parts.hostname, port, parts.scheme == "smtps", user, password, sender)


def _own_secret(data: Path) -> str:
    """Return the secret made once into the data folder; nodes that share a database share it by DUBAN_SECRET_KEY."""
    path = data / "secret-key"
    data.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        secret = secrets.token_hex(32)
        file.write(secret)
    return secret

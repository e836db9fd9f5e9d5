"""Wiring: which database, which gateways, which clock. The only place that chooses."""

from dataclasses import dataclass
from pathlib import Path

from app.audit.surroundings import Surroundings
from app.domain.directory import Directory
from app.execute import Door
from app.gateways.documents import FolderOfDocuments
from app.gateways.log_lines import write_log_lines
from app.gateways.passwords import Passwords
from app.settings import BadSettings, Settings
from app.store.database import Database
from app.web.application import Application, make_application
from app.web.configuration import WebConfiguration
from app.web.identity import Identity


@dataclass(frozen=True)
class Duban:
    """One process's view of everything."""

    settings: Settings
    database: Database
    door: Door
    passwords: Passwords
    documents: FolderOfDocuments
    directory: Directory | None = None


def assemble(settings: Settings, *, lasting: bool = True) -> Duban:
    """Return the product, wired, without touching the database.

    lasting: False for a store that is thrown away. Raises BadSettings for a store of documents that it does not know.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url, pool_size=settings.threads + 2, lasting=lasting)
    surroundings = Surroundings(settings.zone, publish_four_eyes=settings.publish_four_eyes, secret=settings.secret_key)
    if not settings.documents_url.startswith("file:"):
        raise BadSettings(f"Expected DUBAN_DOCUMENTS_URL to begin with file:, but found {settings.documents_url!r}")
    documents = FolderOfDocuments(Path(settings.documents_url.removeprefix("file:").removeprefix("//")))
    return Duban(
        settings, database, Door(database, surroundings, test_clock=settings.test_clock), Passwords(), documents, _directory(settings)
    )


def make_web(duban: Duban) -> Application:
    """Return the WSGI application."""
    settings = duban.settings
    identity = Identity(duban.door, duban.passwords, secret_key=settings.secret_key, basic=settings.demo, directory=duban.directory)
    configuration = WebConfiguration(
        settings.demo, settings.test_clock, settings.language, settings.zone, settings.upload_max_bytes, settings.host, settings.port
    )
    return make_application(duban.door, identity, duban.documents, configuration)


def _directory(settings: Settings) -> Directory | None:
    if settings.provider is None:
        return None
    # Imported here: what speaks to a provider takes a fifth of a second and some megabytes, and many cities have none.
    from app.gateways.directory import OpenIdProvider

    provider = settings.provider
    return OpenIdProvider(provider.issuer, provider.client_id, provider.client_secret)


def start_log() -> None:
    """Let this process, one that serves or keeps time, write its log."""
    write_log_lines()

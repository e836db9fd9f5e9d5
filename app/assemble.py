"""Wiring: which database, which gateways, which clock. The only place that chooses."""

import logging
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from msgspec import Struct

from app.audit.check_files import condition_by
from app.audit.evidence.bundle import EvidenceMaker
from app.audit.surroundings import Surroundings
from app.audit.verify_case import CaseVerifier
from app.audit.verify_whole import WholeCheck
from app.domain.anchoring import AnchorKey, AnchorStore
from app.domain.directory import Directory
from app.execute import Door
from app.gateways.anchor_key import KeyFile
from app.gateways.anchors_in_bucket import BucketOfAnchors
from app.gateways.anchors_in_folder import FolderOfAnchors
from app.gateways.bucket import Bucket
from app.gateways.document_content import StoreAway
from app.gateways.documents import FolderOfDocuments
from app.gateways.documents_in_bucket import BucketOfDocuments
from app.gateways.log_lines import write_log_lines
from app.gateways.notes_in_folder import NotesInFolder
from app.gateways.passwords import Passwords
from app.gateways.press import TypstPress
from app.gateways.store_address import StoreRefused, read_address
from app.settings import BadSettings, Settings
from app.store.database import Database
from app.web.application import Application, make_application
from app.web.configuration import WebConfiguration
from app.web.identity import Identity
from app.worker.keep_mail import Post

FONTS: Final = Path(__file__).resolve().parent.parent / "fonts"
LOG: Final = logging.getLogger("duban.store")


class Duban(Struct, frozen=True):
    """One process's view of everything."""

    settings: Settings
    database: Database
    door: Door
    passwords: Passwords
    documents: FolderOfDocuments | BucketOfDocuments
    anchors: AnchorStore
    anchor_key: AnchorKey
    directory: Directory | None = None


def assemble(settings: Settings, *, lasting: bool = True) -> Duban:
    """Return the product, wired, without touching the database.

    lasting: False for a store that is thrown away. Raises BadSettings for a store of documents that it does not know, or whose package
    is not installed.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url, pool_size=settings.threads + 2, lasting=lasting)
    documents = _documents(settings)
    surroundings = Surroundings(
        settings.zone,
        publish_four_eyes=settings.publish_four_eyes,
        secret=settings.secret_key,
        press=TypstPress(FONTS, settings.data / "fonts"),
        files=documents,
    )
    door = Door(database, surroundings, test_clock=settings.test_clock)
    return Duban(settings, database, door, Passwords(), documents, _anchors(settings), KeyFile(settings.data), _directory(settings))


def _documents(settings: Settings) -> FolderOfDocuments | BucketOfDocuments:
    try:
        address = read_address(settings.documents_url, "DUBAN_DOCUMENTS_URL")
        if isinstance(address, Path):
            return FolderOfDocuments(address)
        return BucketOfDocuments(Bucket(address, connections=settings.threads + 2))
    except StoreRefused as refused:
        raise BadSettings(str(refused)) from refused


def _anchors(settings: Settings) -> AnchorStore:
    try:
        address = read_address(settings.anchors_url, "DUBAN_ANCHORS_URL")
        return FolderOfAnchors(address) if isinstance(address, Path) else BucketOfAnchors(Bucket(address, connections=2))
    except StoreRefused as refused:
        raise BadSettings(str(refused)) from refused


def check_documents(duban: Duban) -> None:
    """See that documents can be kept where the settings say. Raises BadSettings for what waiting does not mend: a missing bucket, refused
    credentials, a folder that cannot be made. A store that is away for now stops nobody: readiness tells, and uploads say so."""
    try:
        duban.documents.check()
    except StoreRefused as refused:
        raise BadSettings(f"DUBAN_DOCUMENTS_URL: {refused}") from refused
    except StoreAway as away:
        LOG.warning("the store of documents, %s, is away (%s); until it is back nothing can be attached", duban.documents, away.store_code)


def make_web(duban: Duban) -> Application:
    """Return the WSGI application. Raises BadSettings as check_documents does."""
    check_documents(duban)
    settings = duban.settings
    identity = Identity(duban.door, duban.passwords, secret_key=settings.secret_key, basic=settings.demo, directory=duban.directory)
    configuration = WebConfiguration(
        settings.demo,
        settings.test_clock,
        settings.language,
        settings.zone,
        settings.upload_max_bytes,
        settings.host,
        settings.port,
        mail=settings.mail is not None,
        public_url=settings.public_url,
    )
    real_now = partial(datetime.now, UTC)
    condition, notes = condition_by(duban.documents.open), NotesInFolder(settings.data)
    verifier = CaseVerifier(duban.anchors, real_now, condition, notes)
    evidence = EvidenceMaker(duban.anchors, duban.anchor_key, duban.documents.open, real_now)
    whole = WholeCheck(duban.anchors, real_now, condition, notes, duban.door.clock if settings.test_clock else None)
    return make_application(duban.door, identity, duban.documents, configuration, (verifier, evidence, whole))


def _directory(settings: Settings) -> Directory | None:
    if settings.provider is None:
        return None
    # Imported here: what speaks to a provider takes a fifth of a second and some megabytes, and many cities have none.
    from app.gateways.directory import OpenIdProvider

    provider = settings.provider
    return OpenIdProvider(provider.issuer, provider.client_id, provider.client_secret)


def make_post(duban: Duban) -> Post | None:
    """Return what sends mail; None where the settings name no server: then notices are read here alone."""
    found = duban.settings.mail
    if found is None:
        return None
    # Imported here: TLS and MIME take time to load, and many cities send no mail.
    from app.gateways.mail import Server, SmtpMailer
    from app.web.mail_words import mail_writer

    server = Server(found.host, found.port, found.encrypted, found.user, found.password, found.is_here)
    settings = duban.settings
    return Post(SmtpMailer(server, found.sender), mail_writer(duban.door, settings.language, settings.zone, settings.public_url))


def start_log() -> None:
    """Let this process, one that serves or keeps time, write its log."""
    write_log_lines()

"""What every handler of a request works with."""

from typing import cast

from flask import current_app
from msgspec import Struct

from app.audit.evidence.bundle import EvidenceMaker
from app.audit.verify_case import CaseVerifier
from app.audit.verify_whole import WholeCheck
from app.execute import Door
from app.web.configuration import Documents, WebConfiguration
from app.web.identity import Identity


class Surface(Struct, frozen=True):
    door: Door
    identity: Identity
    documents: Documents
    configuration: WebConfiguration
    verifier: CaseVerifier
    evidence: EvidenceMaker
    whole: WholeCheck


EXTENSION = "duban"


def surface() -> Surface:
    """Return what this application was made with."""
    return cast(Surface, current_app.extensions[EXTENSION])

"""The page of the whole history, in every state; for the gallery."""

from typing import Any

from app.audit.break_words import said_of_break
from app.audit.late_anchor import LateAnchor, said_of_late
from app.domain.rejection import Message
from app.web.presentation.verification_view import BrokenCase, VerificationView
from tests.web.sample_forms import at

_WHOLE: dict[str, Any] = {
    "chains": 312,
    "events": 88_607,
    "batches": 4_021,
    "anchored": 88_601,
    "waiting": 6,
    "key": "5e" * 32,
    "root": "a7" * 32,
}
LATE = [LateAnchor(14, "2026-11-11T02:30:00.000000Z", "2026-11-24T02:42:00.000000Z")]
VERIFICATIONS = {
    "none": VerificationView("none"),
    "checking": VerificationView("checking", since="2026-11-24T02:42:00+00:00"),
    "verified": VerificationView("verified", at(11, 24, 10, 42), oldest=at(11, 24, 10, 41), **_WHOLE),
    "overdue": VerificationView("differs", at(11, 24, 10, 42), unlike=2, oldest=at(11, 20, 9, 0), overdue=True, **_WHOLE),
    "differs": VerificationView(
        "differs",
        at(11, 24, 10, 42),
        city=BrokenCase("", "0", 17, said_of_break("account", row="account hotline, everything")),
        access=BrokenCase("", "access", 4_011, said_of_break("missing")),
        cases=(
            BrokenCase("QZ-2026-003187-4", "1912602624", 6, said_of_break("edited"), "/cases/QZ-2026-003187-4/replay?event=6"),
            BrokenCase("TZ-2026-000087-1", "1912602880", 1, said_of_break("missing")),
            BrokenCase("", "1912603136", 1, said_of_break("missing")),
        ),
        more=2,
        bad_batch=4_001,
        bad_reason=Message("its signature is not that of the key", {}),
        **_WHOLE,
    ),
    "late": VerificationView(
        "verified",
        at(11, 24, 10, 42),
        late=tuple(
            BrokenCase("QZ-2026-003187-4", "1912602624", seq, said, "/cases/QZ-2026-003187-4/replay?event=14")
            for seq, said in said_of_late(LATE)
        ),
        late_count=1,
        **_WHOLE,
    ),
    "away": VerificationView(
        "away", at(11, 24, 10, 42), away=Message("Expected a history that can be read, but the check broke off; type: duban verify", {})
    ),
}

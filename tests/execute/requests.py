"""A request that may be sent again, as the door sees one."""

import json
from dataclasses import dataclass
from typing import Any

from app.domain.rejection import Rejection


@dataclass(frozen=True)
class Request:
    account: str
    key: str
    request_digest: str = "the same body"

    def answer(self, outcome: Any) -> tuple[int, str]:
        return 200, json.dumps(outcome, default=str)

    def refusal(self, rejection: Rejection) -> tuple[int, str]:
        return 409, rejection.code

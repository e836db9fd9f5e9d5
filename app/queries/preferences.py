"""What a person chose for the pages."""

import json
from collections.abc import Mapping
from typing import Any

from app.store.database import Reader


def preferences(store: Reader, account: str) -> Mapping[str, Any]:
    found = store.value("SELECT content FROM preference WHERE account = :account", account=account)
    return dict(json.loads(found)) if found else {}

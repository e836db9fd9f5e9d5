"""The test clock."""

from datetime import UTC, datetime
from decimal import Decimal

from flask import Response

from app.domain.rejection import Rejection
from app.service.pin_clock import pin_clock, reset_clock
from app.web.api.exchange import body, change, field, keep
from app.web.api.v2.blueprint import blueprint
from app.web.surface import surface


def _require_test_clock() -> None:
    if not surface().configuration.test_clock:
        raise Rejection("forbidden", "Expected DUBAN_TEST_CLOCK=1 and DUBAN_DEMO=1 to set the time, but a city's clock cannot be set")


@blueprint.put("/clock")
@change
def pin() -> Response:
    """Pin the time; it does not advance. timestamp: epoch milliseconds."""
    _require_test_clock()
    stamp = field(body({"timestamp"}), "timestamp", Decimal, needed=True)
    try:
        instant = datetime.fromtimestamp(int(stamp) // 1000, UTC).replace(microsecond=int(stamp) % 1000 * 1000)
    except (ValueError, OverflowError, OSError):
        raise Rejection("bad_request", "Expected timestamp in epoch milliseconds, but found %(found)s", found=str(stamp)[:40]) from None
    return keep(pin_clock, instant)


@blueprint.post("/clock/reset")
@change
def reset() -> Response:
    _require_test_clock()
    return keep(reset_clock, datetime.now(UTC))

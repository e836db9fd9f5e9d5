"""What every test may use: sizes of the larger experiments, the database server, the browser."""

import gc
from functools import partial

import pytest
import werkzeug.test
from hypothesis import settings

# Modules and tests are loaded once and stay: searching them for what has become useless, again and again, was a fifth of the run.
gc.disable()

# What a test uploads is kept in memory: the test client does not close the temporary file that a large upload goes through, and whichever
# test runs when such a file is found open fails for it.
werkzeug.test.stream_encode_multipart = partial(werkzeug.test.stream_encode_multipart, use_tempfile=False)

# No deadline for one example: how long it takes is measured by the benches, on a machine that does nothing else.
settings.register_profile("duban", deadline=None, print_blob=True)
settings.load_profile("duban")

pytest_plugins = [
    "tests.fixtures.api_city",
    "tests.fixtures.browser",
    "tests.fixtures.bucket",
    "tests.fixtures.city",
    "tests.fixtures.demo_cities",
    "tests.fixtures.post",
    "tests.fixtures.postgres",
    "tests.fixtures.provider",
    "tests.fixtures.provider_city",
    "tests.fixtures.server",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Sizes are options, not settings of the environment: the product refuses names that it does not know."""
    parser.addoption("--size", choices=["small", "full"], default="small", help="of the experiments: small in `make test`")
    parser.addoption("--seeds", type=int, default=25, help="how many random diagrams, one a seed")
    parser.addoption("--first-seed", type=int, default=0, help="the first of them: a long run in parts is one part after another")
    parser.addoption("--examples", type=int, help="how many random expressions by each comparison; none are the same in another part")


def pytest_collection_finish() -> None:
    """Look for what has become useless from now on, in what the tests make, and not after each few hundred objects."""
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)
    gc.enable()


@pytest.fixture(scope="session")
def full_size(request: pytest.FixtureRequest) -> bool:
    """Whether experiments run at the size that the targets name; in small otherwise."""
    return request.config.getoption("--size") == "full"


@pytest.fixture(scope="session")
def seeds(request: pytest.FixtureRequest) -> range:
    """The seeds of random diagrams in this run."""
    first = request.config.getoption("--first-seed")
    return range(first, first + request.config.getoption("--seeds"))


@pytest.fixture(scope="session")
def examples(request: pytest.FixtureRequest) -> int | None:
    """How many random expressions a comparison takes in this run; None: as many as belong to its size."""
    wanted: int | None = request.config.getoption("--examples")
    return wanted

"""The repository speaks of the product alone: no machine's paths, no package registry, no secrets."""

import re

import pytest

from tests.architecture.sources import place, text_of, tracked

# Put together here, so that this file does not hold what it looks for.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("npmmirror", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("tsinghua", "edu", "cn"),
    )
]
# Folders that exist on one machine: someone's home, a checkout. What a unit file installs lies under /srv, /etc and /var.
PATHS_OF_A_MACHINE = r"(?<![\w.$}>~-])/(?:home|root|work|farm|Users)/[a-z.]"
FOLDERS_BESIDE_THE_CHECKOUT = r"\.\./shared\b"
PRIVATE_KEYS = r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
FORBIDDEN = re.compile("|".join([*map(re.escape, REGISTRIES), PATHS_OF_A_MACHINE, FOLDERS_BESIDE_THE_CHECKOUT, PRIVATE_KEYS]))


def test_no_file_names_a_registry_a_machine_or_a_secret() -> None:
    found = [
        f"{place(path)}:{number}: {line.strip()[:120]}"
        for path in tracked()
        if (text := text_of(path)) is not None
        for number, line in enumerate(text.splitlines(), 1)
        if FORBIDDEN.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [f"https://registry.{REGISTRIES[2]}/x", "cd /" + "home/ann/duban", "see ../" + "shared/design", "-----BEGIN RSA " + "PRIVATE KEY-----"],
)
def test_the_search_finds_what_it_looks_for(line: str) -> None:
    assert FORBIDDEN.search(line)

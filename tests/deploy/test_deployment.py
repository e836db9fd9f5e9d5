"""What stands in deploy/ agrees with the settings and with itself."""

import re
import runpy
from pathlib import Path

import pytest
import yaml

from app import settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
NAME = re.compile(r"^(?:# )?(DUBAN_[A-Z0-9_]+)=(.*)$", re.MULTILINE)
MEGABYTE = 1024 * 1024


def test_the_settings_example_names_each_setting_once_and_no_other() -> None:
    named = [match[0] for match in NAME.findall((DEPLOY / "settings.env").read_text())]
    assert sorted(named) == sorted(settings.NAMES)


def test_the_settings_example_can_be_read_as_it_stands(tmp_path: Path) -> None:
    lines = [line.split("=", 1) for line in (DEPLOY / "settings.env").read_text().splitlines() if line.startswith("DUBAN_")]
    read = settings.read_settings({**dict(lines), "DUBAN_DATA": str(tmp_path)})
    assert read.demo is False
    assert read.publish_four_eyes is True
    assert read.run_worker is False


def test_the_proxy_lets_the_largest_attachment_through_and_little_more(tmp_path: Path) -> None:
    limit = re.search(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx.conf").read_text())
    assert limit
    largest = settings.read_settings({"DUBAN_DATA": str(tmp_path)}).upload_max_bytes
    assert largest < int(limit[1]) * MEGABYTE < largest * 1.2


def test_the_web_server_follows_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {"HOST": "127.0.0.1", "PORT": "8123", "WEB_WORKERS": "3", "THREADS": "5", "DATA": str(tmp_path)}.items():
        monkeypatch.setenv(f"DUBAN_{name}", value)
    configuration = runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))
    assert configuration["bind"] == "127.0.0.1:8123"
    assert (configuration["workers"], configuration["threads"]) == (3, 5)
    assert configuration["forwarded_allow_ips"] == "127.0.0.1,::1"


@pytest.mark.parametrize("unit", ["duban-web.service", "duban-worker.service"])
def test_a_unit_waits_longer_than_a_stop_takes(unit: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DUBAN_DATA", str(tmp_path))
    text = (DEPLOY / unit).read_text()
    stop = int(re.findall(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)[0])
    assert stop > runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))["graceful_timeout"]


def test_the_compose_file_mounts_and_builds_what_exists() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert {service["image"] for service in services.values()} == {"postgres:18", "duban", "nginx:1.28"}
    mounted = [volume.split(":")[0] for volume in services["proxy"]["volumes"] if volume.startswith("./") and "tls" not in volume]
    assert [path for path in mounted if not (DEPLOY / path).exists()] == []
    assert (DEPLOY / services["web"]["build"]["context"] / services["web"]["build"]["dockerfile"]).exists()


def test_the_container_copies_what_exists() -> None:
    sources = [
        source
        for line in (DEPLOY / "Dockerfile").read_text().splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for source in line.split()[1:-1]
    ]
    assert [source for source in sources if not (ROOT / source).exists()] == []

import os
from pathlib import Path
from typing import Any

import pytest

from evu.management.commands import prepare


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []

    def pretend(name: str, **_: Any) -> None:
        names.append(name)

    monkeypatch.setattr(prepare, "call_command", pretend)
    return names


@pytest.fixture
def stylesheet(tmp_path: Path, settings: Any) -> Path:
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATIC_ROOT = tmp_path / "static"
    (tmp_path / "source").mkdir()
    path = tmp_path / "source" / "page.css"
    path.write_text("a{}")
    return path


def handle(*, demo: bool = False) -> None:
    with open(os.devnull, "w") as nowhere:
        prepare.Command(stdout=nowhere).handle(demo=demo)


def test_static_files_are_collected_only_when_they_changed(
    stylesheet: Path, calls: list[str]
) -> None:
    handle()
    handle()
    stylesheet.write_text("a{b:c}")
    handle()
    assert calls == ["migrate", "collectstatic", "migrate", "migrate", "collectstatic"]


def test_demo_data_come_after_the_migrations(stylesheet: Path, calls: list[str]) -> None:
    handle(demo=True)
    assert calls[:2] == ["migrate", "load_demo"]


def test_another_way_to_store_them_counts_as_a_change(stylesheet: Path, settings: Any) -> None:
    before = prepare.fingerprint()
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    assert prepare.fingerprint() != before

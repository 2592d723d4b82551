"""What docs/ says about the tables is what the tables say."""

import io
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from evu import printed


def test_the_printed_pages_are_not_stale():
    call_command("printed", "--check")


def test_every_life_is_printed():
    modules = [
        ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
        for app in settings.OUR_APPS
        for path in Path(settings.BASE_DIR, app).rglob("states.py")
    ]
    tables = {
        f"{module}.{name}"
        for module in modules
        for name in vars(import_module(module))
        if name.endswith("TRANSITIONS")
    }
    assert set(printed.LIVES.values()) == tables


def test_pages_are_printed_in_english_whoever_prints():
    with translation.override("nn"):
        assert "| Draft, not sent | Send | Sent |" in printed.documents()["states.md"]


def test_a_stale_page_is_shown(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    call_command("printed", stdout=io.StringIO())
    page = Path(tmp_path, "docs", "environment.md")
    page.write_text(page.read_text().replace("`SECRET_KEY`", "`SECRET`"))
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("printed", "--check", stdout=said)
    assert "+| `SECRET_KEY`" in said.getvalue()

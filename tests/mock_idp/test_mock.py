"""The mock identity provider runs for invented people alone."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings

NOT_SET = {"EVU_DEMO": "", "EVU_TEST": ""}


def start(**env):
    """Reads its settings in a process of its own; returns what that says."""
    return subprocess.run(
        [sys.executable, "-c", "import mock_idp.settings"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            **NOT_SET,
            "MOCK_IDP_PEOPLE": "people.json",
            "MOCK_IDP_SITES": "http://127.0.0.1:8000",
            "MOCK_IDP_SECRET": "x",
            **env,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"EVU_DEMO": "0"},
        {"EVU_DEMO": "1", "DATABASE_URL": "postgres://evu@database.example.org/evu"},
        {"EVU_TEST": "1", "DATABASE_URL": "postgres://evu@database.example.org/evu"},
    ],
)
def test_it_refuses_where_people_are_real(env):
    said = start(**env)
    assert said.returncode != 0
    assert "lets everybody be anybody" in said.stderr


@pytest.mark.parametrize(
    "env",
    [
        {"EVU_DEMO": "1", "DATABASE_URL": "postgres://evu@database.example.org/evu_demo"},
        {"EVU_TEST": "1", "DATABASE_URL": "postgres://evu@/evu?host=/tmp/x"},
    ],
)
def test_it_runs_for_the_demo_and_for_tests(env):
    assert start(**env).returncode == 0


def test_it_keeps_to_a_schema_of_its_own():
    url = "postgres://evu@/evu?host=/tmp/x"
    said = subprocess.run(
        [sys.executable, "-c", "from mock_idp import settings; print(settings.DATABASES)"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "EVU_TEST": "1",
            "DATABASE_URL": url,
            "MOCK_IDP_PEOPLE": "x",
            "MOCK_IDP_SITES": "x",
            "MOCK_IDP_SECRET": "x",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert "search_path=mock_idp'" in said.stdout
    assert urlsplit(url).path[1:] in said.stdout

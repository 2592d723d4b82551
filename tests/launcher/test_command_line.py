import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from launcher.place import ROOT

EVU = ROOT / "bin" / "evu"


def evu(tmp_path: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, str(EVU), *arguments],
        env={**os.environ, "EVU_STATE": str(tmp_path), **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_demo_refuses_a_real_database_in_one_line(tmp_path: Path) -> None:
    answer = evu(tmp_path, "demo", DATABASE_URL="postgres://evu@db/evu")
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.count("\n") == 1
    assert answer.stderr.startswith("evu: the demo refuses the database in DATABASE_URL")


def test_status_answers_with_its_exit_code(tmp_path: Path) -> None:
    answer = evu(tmp_path, "demo", "--status")
    assert (answer.returncode, answer.stdout) == (1, "EVU's demo is not running\n")


@pytest.mark.parametrize("port", ["x", "0", "65536", "-1"])
def test_a_port_that_is_none(tmp_path: Path, port: str) -> None:
    answer = evu(tmp_path, "demo", f"--port={port}")
    assert answer.returncode == 2
    assert "a port is a number from 1 to 65535" in answer.stderr


def test_a_database_name_that_is_none(tmp_path: Path) -> None:
    assert evu(tmp_path, "servers", "--database", "x; drop").returncode == 2


def test_the_launcher_needs_nothing_but_python() -> None:
    for path in (ROOT / "launcher").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                top = name.partition(".")[0]
                assert top == "launcher" or top in sys.stdlib_module_names, (path.name, name)


def test_the_first_file_is_readable_for_any_python() -> None:
    """An old Python must come as far as the sentence that says it is too old."""
    tree = ast.parse(EVU.read_text(), feature_version=(3, 4))
    assert not any(isinstance(node, ast.JoinedStr) for node in ast.walk(tree))

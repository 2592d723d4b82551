import dataclasses
import json
from pathlib import Path

import pytest

from launcher import packages
from launcher.place import Place


@pytest.fixture
def where(tmp_path: Path) -> Place:
    (tmp_path / "requirements").mkdir()
    for name in ("uv", "run", "test"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(name)
    python = tmp_path / ".evu" / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    return Place(tmp_path, tmp_path / ".evu")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []

    def pretend(where: Place, requirements: Path) -> None:
        names.append(requirements.name)
        where.python.touch()

    def create(folder: Path, **how: bool) -> None:
        names.append("new venv")

    monkeypatch.setattr(packages, "_install", pretend)
    monkeypatch.setattr("venv.create", create)
    return names


def _stamp(where: Place, wanted: packages.Wanted) -> None:
    (where.venv / "evu.json").write_text(json.dumps(packages.stamp(where, wanted)))


def test_nothing_is_installed_twice(where: Place, installed: list[str]) -> None:
    packages.ensure(where, "run")
    packages.ensure(where, "run")
    assert installed == ["new venv", "run.txt"]


def test_a_venv_for_tests_also_serves_the_demo(where: Place, installed: list[str]) -> None:
    _stamp(where, "test")
    packages.ensure(where, "run")
    assert installed == []


def test_tests_are_added_to_a_venv_for_the_demo(where: Place, installed: list[str]) -> None:
    _stamp(where, "run")
    packages.ensure(where, "test")
    assert installed == ["test.txt"]


def test_changed_requirements_never_take_the_tests_away(where: Place, installed: list[str]) -> None:
    _stamp(where, "test")
    (where.root / "requirements" / "run.txt").write_text("newer")
    packages.ensure(where, "run")
    assert installed == ["test.txt"]


def test_a_moved_venv_is_made_anew(where: Place, installed: list[str]) -> None:
    _stamp(where, "run")
    moved = dataclasses.replace(where, state=where.root / "moved")
    where.state.rename(moved.state)
    packages.ensure(moved, "run")
    assert installed == ["new venv", "run.txt"]


def test_an_interrupted_installation_is_done_again(
    where: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stamp(where, "run")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(packages, "_install", interrupted)
    with pytest.raises(KeyboardInterrupt):
        packages.ensure(where, "test")
    assert not (where.venv / "evu.json").exists()


def test_every_requirement_is_pinned_with_hashes() -> None:
    folder = Path(__file__).resolve().parents[2] / "requirements"
    for name in ("uv", "run", "test"):
        lines = (folder / f"{name}.txt").read_text().splitlines()
        pinned = [line for line in lines if line[:1].isalnum()]
        assert pinned
        assert all("==" in line and line.endswith("\\") for line in pinned), name

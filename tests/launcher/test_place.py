import os
from pathlib import Path

import pytest

from launcher import place
from launcher.say import Stop


def test_state_lies_in_the_checkout_and_is_ignored_by_git(tmp_path: Path) -> None:
    found = place.find(tmp_path, env={})
    assert found.state == tmp_path / ".evu"
    assert (found.state / ".gitignore").read_text() == "*\n"


def test_a_variable_names_another_folder(tmp_path: Path) -> None:
    assert place.find(tmp_path, env={"EVU_STATE": str(tmp_path / "a" / "b")}).state.is_dir()


def test_state_of_somebody_else_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".evu").mkdir()
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    assert place.find(tmp_path, env={}).state == tmp_path / f".evu-{other}"


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Stop, match="cannot be written .* EVU_STATE"):
        place.find(tmp_path, env={"EVU_STATE": str(tmp_path / "file" / "state")})


def test_socket_paths_stay_short_however_long_the_checkout_is(tmp_path: Path) -> None:
    deep = place.Place(tmp_path, tmp_path / ("long" * 40) / ".evu")
    short = Path("/tmp")  # noqa: S108
    folder = place.socket_folder(deep, "demo", [tmp_path / ("deep" * 30), short])
    try:
        assert len(os.fsencode(folder / "pg" / ".s.PGSQL.5432.lock")) < place.SOCKET_LIMIT
    finally:
        folder.rmdir()


def test_two_purposes_never_share_sockets(tmp_path: Path) -> None:
    where = place.Place(tmp_path, tmp_path)
    assert place.short_name(where, "demo") != place.short_name(where, "test")


def test_a_link_laid_out_by_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "evu-1").symlink_to(tmp_path / "real")
    with pytest.raises(Stop, match="belongs to somebody else"):
        place.private(tmp_path / "evu-1", 0o700)


def test_root_never_uses_its_closed_runtime_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert Path("/run/user/0") not in place.socket_bases({"XDG_RUNTIME_DIR": "/run/user/0"})

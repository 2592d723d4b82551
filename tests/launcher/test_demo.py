import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher import demo
from launcher.demo import Options
from launcher.lock import Lock
from launcher.place import Place
from launcher.say import Stop


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_busy_port_says_which_option_to_use(busy_port: int) -> None:
    sentence = rf'port {busy_port} is used .*make demo ARGS="--port \d+"'
    with pytest.raises(Stop, match=sentence):
        demo.refuse_busy_port(Options(port=busy_port))


@pytest.mark.parametrize("name", ["evu", "demo", "evu_demo_2"])
def test_a_real_database_is_refused(name: str) -> None:
    with pytest.raises(Stop, match="refuses the database"):
        demo.refuse_real_data(Options(), {"DATABASE_URL": f"postgres://evu@db/{name}?x=_demo"})


def test_a_demo_database_on_a_server_is_used() -> None:
    demo.refuse_real_data(Options(), {"DATABASE_URL": "postgres://evu@db/evu_demo?sslmode=require"})


def test_fresh_never_throws_away_what_is_on_a_server() -> None:
    with pytest.raises(Stop, match="--fresh only throws away embedded data"):
        demo.refuse_real_data(Options(fresh=True), {"REDIS_URL": "redis://broker"})


def test_fresh_keeps_packages_and_throws_away_files(tmp_path: Path) -> None:
    for name in ("venv", "media", "mail", "beat"):
        (tmp_path / name).mkdir()
    demo.throw_away(Place(tmp_path, tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["venv"]


def test_the_environment_is_ours_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "1")
    monkeypatch.setenv("MEDIA_ROOT", "/srv/real")
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    env = demo.environment(Place(tmp_path, tmp_path), Options(port=8123))
    assert "DEBUG" not in env
    assert env["PYTHONWARNINGS"] == "error"
    assert env["MEDIA_ROOT"] == f"{tmp_path}/media"
    assert env["EMAIL_URL"] == f"file://{tmp_path}/mail"
    assert (env["EVU_DEMO"], env["PUBLIC_URL"]) == ("1", "http://127.0.0.1:8123")


def test_the_secret_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    where = Place(tmp_path, tmp_path)
    key = demo.secret_key(where)
    assert len(key) > 50
    assert demo.secret_key(where) == key
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_everything_listens_on_this_machine_alone(tmp_path: Path) -> None:
    web = demo.commands(Place(tmp_path, tmp_path), Options())["web"]
    assert web[web.index("--bind") + 1] == "127.0.0.1:8000"
    assert "--no-control-socket" in web


def test_invented_people_log_in_beside_it(tmp_path: Path) -> None:
    where, options = Place(tmp_path, tmp_path), Options(port=8123, idp_port=8125)
    idp = demo.commands(where, options)["idp"]
    assert idp[idp.index("--bind") + 1] == "127.0.0.1:8125"
    env = demo.environment(where, options)
    assert {env[f"{name}_URL"] for name in ("FEIDE", "IDPORTEN", "ENTRA")} == {
        "http://127.0.0.1:8125"
    }
    assert env["FEIDE_CLIENT_SECRET"] == env["MOCK_IDP_SECRET"]
    assert env["MOCK_IDP_SITES"] == "http://127.0.0.1:8123,http://localhost:8123"


def test_the_next_free_port_is_taken(busy_port: int) -> None:
    assert demo.free_port_after(busy_port - 1) > busy_port


def test_status_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert demo.status(Place(tmp_path, tmp_path)) == 1
    assert capsys.readouterr().out == "EVU's demo is not running\n"


def test_status_and_a_second_start_name_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = Place(tmp_path, tmp_path)
    lock = Lock(tmp_path / "demo.lock")
    assert lock.take()
    lock.note(address="http://127.0.0.1:8123", pids={"web": 42})
    assert demo.status(where) == 0
    assert "running at http://127.0.0.1:8123\n" in capsys.readouterr().out
    with pytest.raises(Stop, match=r"already running at http://127.0.0.1:8123 \(process \d+\)"):
        demo.demo(where, Options())
    lock.drop()

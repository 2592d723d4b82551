from pathlib import Path

import pytest

from launcher import prove, servers, system
from launcher.place import ROOT, Place
from launcher.say import Stop

WHERE = Place(ROOT, Path("/nowhere"))


@pytest.mark.parametrize(
    ("arguments", "spread"),
    [(["-k", "x"], ["-n", "2"]), (["-n", "0"], []), (["-n=4"], []), (["--numprocesses=1"], [])],
)
def test_pytest_runs_in_two_processes_unless_told(arguments: list[str], spread: list[str]) -> None:
    command = prove.pytest_step(WHERE, arguments).command
    assert list(command) == [WHERE.python, "-m", "pytest", *spread, *arguments]


def test_templates_of_the_project_and_of_its_apps_are_found(tmp_path: Path) -> None:
    for name in ("templates/a.html", "staff/templates/staff/b.html", ".evu/templates/c.html"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    assert prove.templates(tmp_path) == ["staff/templates/staff/b.html", "templates/a.html"]


def test_production_knows_no_demo_and_no_plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in prove.NOT_OURS:
        monkeypatch.setenv(name, "1")
    step = prove.Step("env", ["/usr/bin/env"], like_production=True)
    assert prove.run_steps(Place(ROOT, ROOT), [step], {}) == 0
    assert not set(prove.NOT_OURS) & set(prove.like_production({}))


def test_the_first_failing_step_ends_the_run(capfd: pytest.CaptureFixture[str]) -> None:
    steps = [
        prove.Step("good", ["true"]),
        prove.Step("bad", ["sh", "-c", "exit 3"]),
        prove.Step("never", ["true"]),
    ]
    assert prove.run_steps(Place(ROOT, ROOT), steps, {}) == 3
    said = capfd.readouterr().err
    assert "good: passed" in said
    assert "bad: FAILED" in said
    assert "never" not in said


def test_the_database_of_the_export_lines_can_be_ones_own() -> None:
    env = {"DATABASE_URL": "postgres://evu@/evu?host=/tmp/a b", "SECRET_KEY": "x"}
    first, *_, last = servers.exports(env, "evu_anna").splitlines()
    assert first == "export DATABASE_URL='postgres://evu@/evu_anna?host=/tmp/a b'"
    assert last == "unset DEBUG EVU_DEMO"


def test_a_browser_that_is_nowhere_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(Stop, match="install the package chromium"):
        system.ensure_chromium(WHERE)


def test_missing_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert system.missing(["libc.so.6", "libnowhere.so.1"], {}) == ["libnowhere.so.1"]
    monkeypatch.setattr(system, "LIBRARIES", ("libnowhere.so.1",))
    monkeypatch.setattr("launcher.debian.bring", lambda *_: False)
    with pytest.raises(Stop, match=r"lacks \(libnowhere.so.1\): install the packages libpango"):
        system.ensure_libraries(WHERE)

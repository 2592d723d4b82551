"""The Python packages: one venv, installed from locked requirements, only when they changed."""

import hashlib
import json
import os
import shutil
import sys
import venv
from pathlib import Path
from typing import Literal

from launcher import child, debian
from launcher.lock import Lock
from launcher.place import Place
from launcher.say import Stop, say

Wanted = Literal["run", "test"]


def ensure(where: Place, wanted: Wanted) -> None:
    """Requirements of tests are a superset: a venv for tests also serves the demo."""
    lock = Lock(where.state / "venv.lock")
    if not lock.take():
        say("waiting for another start that is installing packages")
        lock.take(wait=True)
    try:
        _ensure(where, wanted)
    finally:
        lock.drop()


def _ensure(where: Place, wanted: Wanted) -> None:
    found = _read_stamp(where)
    if found in (stamp(where, wanted), stamp(where, "test")):
        return
    if found.get("python") != stamp(where, wanted)["python"]:
        venv.create(where.venv, clear=True, with_pip=False, symlinks=True)
    target: Wanted = "test" if found.get("set") == "test" else wanted
    (where.venv / "evu.json").unlink(missing_ok=True)
    say("installing Python packages: this happens once and takes a minute or two")
    _install(where, where.root / "requirements" / f"{target}.txt")
    (where.venv / "evu.json").write_text(json.dumps(stamp(where, target)))


def stamp(where: Place, wanted: Wanted) -> dict[str, str]:
    """What must be the same for an installation to be used again; a moved venv is a broken one."""
    files = ("uv.txt", "run.txt") + (("test.txt",) if wanted == "test" else ())
    content = b"".join((where.root / "requirements" / name).read_bytes() for name in files)
    return {
        "set": wanted,
        "requirements": hashlib.sha256(content).hexdigest(),
        "python": f"{sys.version} at {sys.base_prefix} in {where.venv}",
    }


def _read_stamp(where: Place) -> dict[str, str]:
    try:
        found = json.loads((where.venv / "evu.json").read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and where.python.exists() else {}


def _install(where: Place, requirements: Path) -> None:
    """With uv, which is quick; with pip where uv has no wheel or does not get through."""
    log = where.state / "log" / "install.log"
    uv_file = where.root / "requirements" / "uv.txt"
    pip = [*_pip(where), "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    env = _install_env(where)
    if child.run("pip", [*pip, "--only-binary=:all:", "-r", uv_file], log=log, env=env) == 0:
        uv: list[str | Path] = [where.venv / "bin" / "uv", "pip", "sync", "--quiet"]
        sync = [*uv, "--python", where.python, "--require-hashes", uv_file, requirements]
        if child.run("uv", sync, log=log, env=env) == 0:
            return
    say("uv did not get through, trying with pip: see .evu/log/install.log")
    if child.run("pip", [*pip, "-r", requirements], log=log, env=env):
        raise Stop(f"the Python packages could not be installed{child.tail(log)}")


def _install_env(where: Place) -> dict[str, str]:
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PIP_USER")}
    if not os.access(Path.home(), os.W_OK):
        env |= {"UV_CACHE_DIR": str(where.state / "cache"), "PIP_NO_CACHE_DIR": "1"}
    return env


def _pip(where: Place) -> list[str | Path]:
    """Pip is run out of its wheel, so that the venv need not hold one."""
    wheel = _pip_wheel([*_bundled(), Path("/usr/share/python-wheels"), where.state / "debian"])
    if wheel is None:
        debian.bring(where, "pip", ["python3-pip-whl"])
        wheel = _pip_wheel([Path("/usr/share/python-wheels"), where.state / "debian"])
    if wheel is None:
        raise Stop("this Python comes without pip: install the package python3-venv and try again")
    return [where.python, wheel / "pip"]


def _bundled() -> list[Path]:
    try:
        import ensurepip
    except ImportError:  # Debian keeps it in the package python3-venv
        return []
    return [Path(ensurepip.__file__).parent / "_bundled"]


def _pip_wheel(folders: list[Path]) -> Path | None:
    for folder in folders:
        found = next(folder.rglob("pip-*.whl"), None) if folder.is_dir() else None
        if found:
            return found
    return None


def tool(where: Place, name: str) -> Path:
    found = shutil.which(name, path=str(where.venv / "bin"))
    if found is None:
        raise Stop(f"{name} is missing in {where.venv}: remove that folder and start again")
    return Path(found)

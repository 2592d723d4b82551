"""Debian packages: installed as root; for anybody else unpacked beside the project."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from launcher import child
from launcher.place import Place
from launcher.say import say

APT_ENV = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}


def bring(where: Place, reason: str, packages: Sequence[str]) -> bool:
    """Whether apt could get them; without apt or without network nothing changes."""
    if not shutil.which("apt-get"):
        return False
    if os.geteuid() == 0:
        say(f"installing with apt, for {reason}: {' '.join(packages)}")
        return install(where, packages)
    say(f"unpacking into {where.state}/debian, for {reason}: {' '.join(packages)}")
    return unpack(where, packages)


def install(where: Place, packages: Sequence[str]) -> bool:
    """Half a dpkg run is worse than a late stop: an interruption waits until apt is done."""
    log, env = where.state / "log" / "apt.log", {**os.environ, **APT_ENV}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        if child.run("apt-get", ["apt-get", "-q", *command], log=log, env=env, patience=300):
            return False
    return True


def unpack(where: Place, packages: Sequence[str]) -> bool:
    """With package lists of our own, since the system's may be empty and are root's to renew."""
    apt, log = where.state / "apt", where.state / "log" / "apt.log"
    for folder in ("state/lists/partial", "cache/archives/partial"):
        (apt / folder).mkdir(parents=True, exist_ok=True)
    options = [
        *("-o", f"Dir::State={apt}/state", "-o", "Dir::State::status=/var/lib/dpkg/status"),
        *("-o", f"Dir::Cache={apt}/cache", "-o", "Debug::NoLocking=1"),
    ]
    env = {**os.environ, **APT_ENV}
    fetch = ["--download-only", "--no-install-recommends", "-y", "install", *packages]
    for command in (["update"], fetch):
        if child.run("apt-get", ["apt-get", "-q", *options, *command], log=log, env=env):
            return False
    archives = sorted((apt / "cache" / "archives").glob("*.deb"))
    target = where.state / "debian"
    codes = [child.run("dpkg-deb", ["dpkg-deb", "-x", deb, target], log=log) for deb in archives]
    shutil.rmtree(apt, ignore_errors=True)
    return bool(archives) and not any(codes)


def library_folders(where: Place) -> list[Path]:
    """Where the unpacked shared libraries lie."""
    found = (where.state / "debian").glob("**/lib*.so.*")
    return sorted({path.parent for path in found})

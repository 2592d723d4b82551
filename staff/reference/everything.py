"""All reference data, in the order the tables need each other."""

from collections.abc import Callable
from importlib import import_module
from typing import Final

from staff.reference.files import Loaded

ROOMS: Final = ("places", "posts", "thresholds", "paths")


def load() -> dict[str, Loaded]:
    """How much was made and changed, by the module that did it. A second time: nothing."""
    loaders: dict[str, Callable[[], Loaded]] = {
        room: import_module(f"staff.reference.{room}").load for room in ROOMS
    }
    return {room: loader() for room, loader in loaders.items()}

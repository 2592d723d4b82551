"""static/icons.svg is made of the vendored icons: `python -m tests.frontend.sprite` writes it."""

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"
ICONS = STATIC / "vendor" / "aksel-icons-8.16.2"
SPRITE = STATIC / "icons.svg"


def icon_name(path: Path) -> str:
    """`ArrowRight.svg` is shown with name="arrow-right"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", path.stem).lower()


def symbol(path: Path) -> str:
    inner = re.sub(r"^<svg[^>]*>|</svg>\s*$", "", path.read_text().strip())
    shape = "".join(line.strip() for line in inner.splitlines())
    return f'<symbol id="{icon_name(path)}" viewBox="0 0 24 24">{shape}</symbol>'


def sprite() -> str:
    symbols = "\n".join(symbol(path) for path in sorted(ICONS.glob("*.svg")))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


if __name__ == "__main__":
    SPRITE.write_text(sprite())

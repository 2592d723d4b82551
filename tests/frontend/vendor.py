"""What is vendored, and its hashes: `python -m tests.frontend.vendor` writes the table."""

import hashlib
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
TABLE = VENDOR / "README.md"
LICENCES = {
    "designsystemet-css": "MIT",
    "designsystemet-web": "MIT",
    "htmx": "0BSD",
    "inter": "OFL-1.1",
    "aksel-icons": "MIT",
}
HEADER = """# Vendored libraries

Taken from their packages unchanged, so that nothing is fetched at build or run time.
Packages: `@digdir/designsystemet-css` (with its theme), `@digdir/designsystemet-web`, `htmx.org`,
`@fontsource-variable/inter`, `@navikt/aksel-icons`. Each folder has its licence.

| file | version | licence | sha256 |
|---|---|---|---|
"""


def row(path: Path) -> str:
    name, _, version = path.parent.name.rpartition("-")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"| {path.relative_to(VENDOR)} | {version} | {LICENCES[name]} | `{digest}` |\n"


def table() -> str:
    files = sorted(path for path in VENDOR.glob("*/*") if path.name != "LICENSE")
    return HEADER + "".join(row(path) for path in files)


if __name__ == "__main__":
    TABLE.write_text(table())

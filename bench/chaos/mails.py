"""What really left the house: mails that the file backend has written."""

import re
from collections import Counter
from pathlib import Path

SUBJECT = re.compile(r"^Subject: (\S+)$", re.MULTILINE)


def delivered(folder: Path) -> Counter[str]:
    """How often each subject was mailed."""
    found: Counter[str] = Counter()
    for path in folder.glob("*.log"):
        found.update(SUBJECT.findall(path.read_text()))
    return found


def repeated(found: Counter[str]) -> int:
    """Mails beyond the first of each."""
    return sum(times - 1 for times in found.values())

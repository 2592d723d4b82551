"""CSV as it comes from Norwegian systems: semicolons or commas, UTF-8, UTF-16 or Latin-1."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import Final

from staff.importing.reading import NumberedRow, Unreadable

DELIMITERS: Final = ";,\t|"
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def rows(content: bytes) -> Iterator[NumberedRow]:
    """Every record with its number; the first is 1. Raises Unreadable."""
    text = decoded(content)
    hint = text[:6].lower()
    delimiter = delimiter_of(text)
    skipped = 0
    if hint.startswith("sep=") and len(hint) > 4 and hint[4] in DELIMITERS:
        _first, _, text = text.partition("\n")
        skipped = 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = skipped
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable("csv", row=number) from None
        yield number, list(cells)


def decoded(content: bytes) -> str:
    """The text. What is no UTF is taken for Windows' Latin-1, which holds every byte."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _clean(content.decode(encoding, errors="replace"))
    head = content[:4000]
    if head.count(0) > len(head) // 4:
        even = head[::2].count(0) > head[1::2].count(0)
        return _clean(content.decode("utf-16-be" if even else "utf-16-le", errors="replace"))
    try:
        return _clean(content.decode())
    except UnicodeDecodeError:
        return _clean(content.decode("cp1252", errors="replace"))


def _clean(text: str) -> str:
    """PostgreSQL keeps no NUL, and no name has one."""
    return text.replace("\x00", "")


def delimiter_of(text: str) -> str:
    """The sign there is most of in the first line that has any, outside quotation marks."""
    if text[:4].lower() == "sep=" and text[4:5] in tuple(DELIMITERS):
        return text[4]
    for line in io.StringIO(text[:20_000]):
        outside = "".join(line.split('"')[::2])
        found = max(DELIMITERS, key=outside.count)
        if outside.count(found):
            return found
    return ";"

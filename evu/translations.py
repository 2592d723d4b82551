"""Our words in bokmål and nynorsk: found in code and templates, kept in locale/, proven complete.

Done with Babel instead of GNU gettext, which a fresh machine does not have. Babel is only among
the packages for tests, so it is imported where it is used.
"""

import ast
import copy
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

LANGUAGES: Final = ("nb", "nn")
PLURAL_FORMS: Final = "nplurals=2; plural=(n != 1);"
# Which arguments hold texts ("c": their context), as Babel writes it.
KEYWORDS: Final[Mapping[str, Any]] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Of these, what the library has not translated itself is translated by us.
LIBRARIES: Final = (
    ("allauth", "account/adapter.py"),
    ("allauth", "account/fields.py"),
    ("allauth", "account/forms.py"),
)
HEADER: Final = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""
PLACEHOLDER: Final = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


@dataclass(frozen=True, slots=True)
class Found:
    """A text to translate: one, or singular and plural; and the file it stands in."""

    text: str | tuple[str, ...]
    context: str | None
    place: str


def update() -> None:
    """Write every catalogue anew from what the code says today, keeping the translations."""
    for language in LANGUAGES:
        catalog = merged(language)
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_po(catalog, language), encoding="utf-8")
        path.with_suffix(".mo").write_bytes(as_mo(catalog))


def problems() -> list[str]:
    """All that a reader of bokmål or nynorsk would stumble over; an empty list is the proof."""
    return [problem for language in LANGUAGES for problem in _problems(language)]


def po_path(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def _problems(language: str) -> Iterator[str]:
    path = po_path(language)
    if not path.exists() or not path.with_suffix(".mo").exists():
        yield f"{language}: {path} or its .mo does not exist"
        return
    kept, wanted = read(path), merged(language)
    if kept.plural_forms != PLURAL_FORMS:
        yield f"{language}: the plural forms are {kept.plural_forms}, not {PLURAL_FORMS}"
    known, used = _keys(kept), _keys(wanted)
    for message in wanted:
        missing = message.id and (message.id, message.context) not in known
        if wrong := f"is not in {path.name}" if missing else _wrong_with(message):
            yield f"{language}: {_texts(message.id)[0]!r} ({message.locations[0][0]}) {wrong}"
    for text, _context in sorted(known - used, key=str):
        yield f"{language}: {_texts(text)[0]!r} is no longer used"
    if _strings(as_mo(kept)) != _strings(path.with_suffix(".mo").read_bytes()):
        yield f"{language}: {path.with_suffix('.mo').name} is older than {path.name}"


def _wrong_with(message: "Message") -> str:
    if not message.id:
        return ""
    if message.fuzzy or not all(_texts(message.string)):
        return "is not translated"
    pairs = zip(_texts(message.id), _texts(message.string), strict=False)
    if any(_placeholders(text) != _placeholders(string) for text, string in pairs):
        return "has other placeholders than its translation"
    return ""


def merged(language: str) -> "Catalog":
    """What the code says today, with the translations there are."""
    from babel.messages.catalog import Catalog

    path = po_path(language)
    kept = read(path) if path.exists() else Catalog(locale=language)
    catalog = Catalog(locale=language)
    for found in [*ours(), *theirs(language)]:
        old = kept.get(found.text, found.context)
        has_translation = old is not None and old.id == found.text
        catalog.add(
            found.text,
            old.string if old is not None and has_translation else None,
            locations=[(found.place, 0)],
            flags=old.flags if old is not None and has_translation else (),
            context=found.context,
        )
    return catalog


def ours() -> Iterator[Found]:
    """The texts of our own code and templates, in the order of their files."""
    root = Path(settings.BASE_DIR)
    for app in sorted(settings.OUR_APPS):
        for path in sorted((root / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from texts_of_python(path.read_text(), str(path.relative_to(root)))
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            yield from texts_of_template(path.read_text(), str(path.relative_to(root)))


def theirs(language: str) -> Iterator[Found]:
    """What the libraries say to our users and have not translated to the language."""
    for library, name in LIBRARIES:
        package = files(library)
        own = package / "locale" / language / "LC_MESSAGES" / "django.po"
        translated = read(own) if isinstance(own, Path) and own.exists() else None
        for found in texts_of_python((package / name).read_text(), f"{library}/{name}"):
            message = translated.get(found.text, found.context) if translated else None
            if message is None or not message.string or message.fuzzy:
                yield found


def texts_of_python(source: str, place: str) -> Iterator[Found]:
    """Read as Python reads it, so that a text inside an f-string is found too."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name not in KEYWORDS:
            continue
        wanted = KEYWORDS[name] or (1,)
        texts = [arg.value for arg in call.args[: len(wanted)] if isinstance(arg, ast.Constant)]
        if len(texts) == len(wanted):
            context = str(texts.pop(0)) if isinstance(wanted[0], tuple) else None
            yield Found(_one_or_more(texts), context, place)


def texts_of_template(source: str, place: str) -> Iterator[Found]:
    """Django turns a template into calls of gettext between X-ed out text. That is no Python: its
    indentation, at least, means nothing."""
    from babel.messages.extract import extract

    calls = templatize(source, origin=place)
    flat = "\n".join(line.strip() for line in calls.splitlines())
    for _line, text, _comments, context in extract("python", io.BytesIO(flat.encode()), KEYWORDS):
        yield Found(text, context, place)


def _one_or_more(texts: Sequence[object]) -> str | tuple[str, ...]:
    return str(texts[0]) if len(texts) == 1 else tuple(map(str, texts))


def read(path: Path) -> "Catalog":
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return read_po(file)


def as_po(catalog: "Catalog", language: str) -> str:
    """Without dates, versions and line numbers: a diff shows words and nothing else."""
    from babel.messages.pofile import write_po

    body = io.BytesIO()
    write_po(body, catalog, width=96, omit_header=True, sort_by_file=True, include_lineno=False)
    head = HEADER.format(language=language, plural_forms=PLURAL_FORMS)
    return head + body.getvalue().decode().rstrip() + "\n"


def as_mo(catalog: "Catalog") -> bytes:
    """Compiled; a text without translation is left out, so that the next language is asked."""
    from babel.messages.mofile import write_mo

    complete = copy.deepcopy(catalog)
    for message in catalog:
        if message.id and not all(_texts(message.string)):
            complete.delete(message.id, message.context)
    compiled = io.BytesIO()
    write_mo(compiled, complete)
    return compiled.getvalue()


def _keys(catalog: "Catalog") -> set[tuple[object, str | None]]:
    return {(message.id, message.context) for message in catalog if message.id}


def _strings(compiled: bytes) -> dict[object, object]:
    """What a compiled catalogue says, without its header, which holds dates and versions."""
    from babel.messages.mofile import read_mo

    catalog = read_mo(io.BytesIO(compiled))
    return {(_texts(m.id), m.context): _texts(m.string) for m in catalog if m.id}


def _texts(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (str(text or ""),)


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))

"""Both written languages say all there is to say."""

import pytest

from evu import translations
from evu.translations import Found, texts_of_python, texts_of_template


def test_every_text_is_translated_to_both_languages():
    assert translations.problems() == []


def test_texts_are_found_in_python():
    source = """
_("One"), ngettext("%(n)d case", "%(n)d cases", n), pgettext("money", "Share"), f(_(x))
f"{case.number or _('Draft')}", gettext_lazy("Two " "lines")
"""
    assert list(texts_of_python(source, "a.py")) == [
        Found("One", None, "a.py"),
        Found(("%(n)d case", "%(n)d cases"), None, "a.py"),
        Found("Share", "money", "a.py"),
        Found("Draft", None, "a.py"),
        Found("Two lines", None, "a.py"),
    ]


def test_texts_are_found_in_templates_whatever_their_indentation():
    source = """
    <ul>
        {% for case in cases %}<li title="{% translate 'A case' %}">
      {% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}
    {% include "x.html" with label=_("Label") only %}
          {% translate "Share" context "money" %}
    """
    assert list(texts_of_template(source, "a.html")) == [
        Found("A case", None, "a.html"),
        Found(("%(n)s day", "%(n)s days"), None, "a.html"),
        Found("Label", None, "a.html"),
        Found("Share", "money", "a.html"),
    ]


PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#: a.py
msgid "Whole"
msgstr "Hel"

#: a.py
msgid "Gone"
msgstr "Borte"

#: a.py
msgid "Empty"
msgstr ""

#: a.py
#, fuzzy
msgid "Guessed"
msgstr "Gjettet"

#: a.py
msgid "%(n)d case"
msgid_plural "%(n)d cases"
msgstr[0] "%(n)d sak"
msgstr[1] "%(n)d saker"

#: a.py
msgctxt "money"
msgid "Share"
msgstr "Del"

#: a.py
msgid "%(n)s of {m}"
msgstr "%(antall)s av {m}"
"""


@pytest.fixture
def a_small_house(settings, tmp_path, monkeypatch):
    """One language, one file of code, and the catalogue above."""
    settings.LOCALE_PATHS = [tmp_path]
    plural = ("%(n)d case", "%(n)d cases")
    texts = [Found(text, None, "a.py") for text in ("Whole", "Empty", "Guessed", plural)]
    texts += [Found("Share", "money", "a.py"), Found("%(n)s of {m}", None, "a.py")]
    texts += [Found("New", None, "a.py")]
    monkeypatch.setattr(translations, "LANGUAGES", ("nb",))
    monkeypatch.setattr(translations, "ours", lambda: texts)
    monkeypatch.setattr(translations, "theirs", lambda language: [])
    path = translations.po_path("nb")
    path.parent.mkdir(parents=True)
    path.write_text(PO)
    path.with_suffix(".mo").write_bytes(translations.as_mo(translations.read(path)))
    return path


def test_what_is_wrong_with_a_catalogue_is_said(a_small_house):
    assert translations.problems() == [
        "nb: 'Empty' (a.py) is not translated",
        "nb: 'Guessed' (a.py) is not translated",
        "nb: '%(n)s of {m}' (a.py) has other placeholders than its translation",
        "nb: 'New' (a.py) is not in django.po",
        "nb: 'Gone' is no longer used",
    ]


def test_an_update_keeps_what_is_translated_and_drops_what_is_gone(a_small_house):
    translations.update()
    words = a_small_house.read_text()
    assert 'msgid "Whole"\nmsgstr "Hel"' in words
    assert 'msgid "New"\nmsgstr ""' in words
    assert "Gone" not in words
    translations.update()
    assert a_small_house.read_text() == words


def test_a_compiled_catalogue_that_lags_behind_is_noticed(a_small_house):
    words = a_small_house.read_text().replace('"Hel"', '"Helt"')
    a_small_house.write_text(words)
    assert "nb: django.mo is older than django.po" in translations.problems()

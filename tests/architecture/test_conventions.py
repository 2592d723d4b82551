"""Rules of the house that no linter knows."""

import ast
import inspect
import re
import tomllib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import allauth
import django
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import signals  # noqa: TID251  (to see that nobody uses them)
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
OURS = [model for model in apps.get_models() if model._meta.app_label in settings.OUR_APPS]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LAYERS = PYPROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
DEPTH = {app: depth for depth, layer in enumerate(LAYERS) for app in layer.split(" | ")}

each_model = pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)


# ── Models ───────────────────────────────────────────────────────────────────────────────────────


@each_model
def test_constraints_and_indexes_say_which_table_they_belong_to(model):
    table_word = model._meta.model_name
    named = [*model._meta.constraints, *model._meta.indexes]
    assert [c.name for c in named if not c.name.replace("_", "").startswith(table_word)] == []


@each_model
def test_money_is_whole_ore(model):
    for field in model._meta.local_fields:
        stored = getattr(field, "output_field", field)
        assert not isinstance(stored, models.FloatField | models.DecimalField), field
        if field.name.endswith("_ore"):
            assert isinstance(stored, models.BigIntegerField), field


@each_model
def test_foreign_keys_point_where_imports_may(model):
    """A relation named by a string is an import that import-linter cannot see."""
    here = model._meta.app_label
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        target = field.related_model
        if target in OURS and target is not get_user_model():
            there = target._meta.app_label
            assert there == here or DEPTH[there] > DEPTH[here], f"{field} points up to {there}"


# Reference tables everybody shares. All else belongs to an owner.
SHARED = {
    "notifications.Preference",
    "staff.Owner",
    "staff.StaffGroup",
    "staff.Union",
    "staff.User",
    "staff.Identity",
    "staff.DataCopy",
    "staff.County",
    "staff.Municipality",
    "staff.Subject",
    "staff.Path",
    "staff.RegisterEntry",
    "catalogue.Provider",
    "catalogue.Contact",
    "catalogue.Course",
    "catalogue.CourseRun",
    "catalogue.Session",
    "catalogue.ReturnRate",
    "catalogue.SigningKey",
    "catalogue.CalendarAddress",
    "catalogue.CatalogueFeed",
    "catalogue.CatalogueFile",
    "catalogue.CatalogueFileChange",
    "catalogue.CatalogueFileProblem",
    "funding.Scheme",
    "funding.Rate",
    "funding.CostShare",
    "audit.Seal",
    "audit.SealCheck",
}


def test_every_row_belongs_to_an_owner_unless_its_table_is_shared():
    ownerless = {
        model._meta.label
        for model in OURS
        if not any(field.attname == "owner_id" for field in model._meta.local_fields)
    }
    assert ownerless == SHARED


# These say nothing about a person, not even who wrote a row.
NOTHING_PERSONAL = {
    "notifications.Owed",
    "audit.Seal",
    "audit.SealCheck",
    "staff.Owner",
    "staff.Workplace",
    "staff.StaffGroup",
    "staff.PositionCode",
    "staff.Union",
    "staff.County",
    "staff.Municipality",
    "staff.Subject",
    "staff.Path",
    "staff.RegisterEntry",
    "staff.Threshold",
    "staff.ImportMapping",
    "catalogue.Provider",
    "catalogue.Course",
    "catalogue.CourseRun",
    "catalogue.Session",
    "catalogue.ReturnRate",
    "catalogue.SigningKey",
    "catalogue.CatalogueFileChange",
    "catalogue.CatalogueFileProblem",
    "funding.Scheme",
    "funding.Rate",
    "funding.CostShare",
    "funding.Grant",
    "funding.Earmark",
    "funding.Account",
    "applications.Round",
    "applications.Offer",
    "consultations.Invitation",
}


def test_every_model_says_what_is_personal_and_how_long_it_lives():
    silent = {model._meta.label for model in OURS if not getattr(model, "PERSONAL", None)}
    assert silent == NOTHING_PERSONAL


@each_model
def test_what_points_at_a_person_is_personal(model):
    personal = getattr(model, "PERSONAL", {})
    assert personal.keys() <= {field.name for field in model._meta.get_fields()}
    assert all(personal.values())
    pointing = {
        field.name for field in model._meta.local_fields if field.related_model is get_user_model()
    }
    assert pointing <= personal.keys()


def test_nobody_listens_to_signals():
    """What follows from a change is called, or stands in evu.wiring, where a reader finds it."""
    listeners = [
        receiver
        for signal in vars(signals).values()
        if isinstance(signal, signals.ModelSignal)
        for _key, reference, *_rest in signal.receivers
        if (receiver := reference() if callable(reference) else None) is not None
        and receiver.__module__.split(".")[0] in settings.OUR_APPS
    ]
    assert listeners == []


# ── Services ─────────────────────────────────────────────────────────────────────────────────────

# Told and recorded inside other verbs: nobody asks for these by themselves.
NOT_VERBS = {
    "notifications.services.tell",
    "notifications.services.tell_each",
    "notifications.services.compose",
    "audit.services.subject_of",
    "audit.services.record",
    "audit.services.record_many",
}


def services_of(app):
    """What `app.services` offers: in a package what it exports, else its public functions."""
    module = import_module(f"{app}.services")
    for name, service in inspect.getmembers(module, inspect.isfunction):
        is_ours = service.__module__.startswith(f"{app}.services")
        is_offered = name in getattr(module, "__all__", [name]) and not name.startswith("_")
        if is_ours and is_offered and f"{service.__module__}.{name}" not in NOT_VERBS:
            yield service


SERVICES = [
    service
    for app in settings.OUR_APPS
    if find_spec(f"{app}.services")
    for service in services_of(app)
]
each_service = pytest.mark.parametrize(
    "service", SERVICES, ids=lambda service: f"{service.__module__}.{service.__name__}"
)


@each_service
def test_service_is_called_by_keyword_and_knows_who_acts(service):
    parameters = inspect.signature(service).parameters
    assert "by" in parameters
    assert {parameter.kind for parameter in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}


@each_service
def test_service_says_what_it_does(service):
    assert inspect.getdoc(service)


@each_service
def test_service_is_one_transaction(service):
    assert "@transaction.atomic\n" in inspect.getsource(service).split("def ")[0]


# ── Templates ────────────────────────────────────────────────────────────────────────────────────

TEMPLATES = ROOT / "templates"
NAMES = sorted(str(p.relative_to(TEMPLATES)) for p in TEMPLATES.rglob("*") if p.is_file())
# Looked up by Django and allauth under these names.
OVERRIDDEN = [
    Path(django.__file__).parent / "forms" / "templates",
    Path(allauth.__file__).parent / "templates",
]
ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
# They read the whole context: the request, or who one is.
NEEDS_ALL = {"components/pagination.html", "components/account_menu.html"}
LONGEST_TEMPLATE = 200
each_template = pytest.mark.parametrize("name", NAMES)


@each_template
def test_template_compiles(name):
    get_template(name)


@each_template
def test_template_is_short(name):
    assert len((TEMPLATES / name).read_text().splitlines()) <= LONGEST_TEMPLATE


@each_template
def test_components_get_nothing_but_what_is_named(name):
    includes = re.findall(r"{%\s*include\s+\"(components/[^\"]+)\"([^%]*)%}", source_of(name))
    assert [
        component
        for component, words in includes
        if component not in NEEDS_ALL and words.split()[-1:] != ["only"]
    ] == []


def test_every_template_is_used():
    words = "".join(
        path.read_text()
        for folder in [*settings.OUR_APPS, "templates"]
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".txt"}
    )
    unused = [
        name
        for name in NAMES
        if f'"{name}"' not in words
        and f"'{name}'" not in words
        and name not in ERROR_PAGES
        and not any((folder / name).exists() for folder in OVERRIDDEN)
    ]
    assert unused == []


def source_of(name):
    return (TEMPLATES / name).read_text()


# ── The tree ─────────────────────────────────────────────────────────────────────────────────────

OUR_FOLDERS = [*settings.OUR_APPS, "tenancy", "mock_idp", "launcher", "bench", "tests"]
MODULES = sorted(
    path.relative_to(ROOT)
    for folder in OUR_FOLDERS
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
DRAWERS = {"common", "core", "helpers", "misc", "shared", "util", "utils"}
PROMISES = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
WORDS = {".py", ".html", ".txt", ".md", ".toml", ".yml", ".css", ".js", ".po", ".sh", ".sql"}


def test_modules_are_short():
    lines = {path: len((ROOT / path).read_text().splitlines()) for path in MODULES}
    assert {path: count for path, count in lines.items() if count > LONGEST_MODULE} == {}


def test_functions_are_short():
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path in MODULES
        if path.parts[0] != "tests"
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_there_is_no_drawer_for_odds_and_ends():
    assert [path for path in MODULES if DRAWERS & {*path.parent.parts, path.stem}] == []


def test_nothing_is_left_for_later():
    promised = [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*")
        if path.suffix in WORDS
        and not any(part.startswith(".") or part == "vendor" for part in path.parts)
        and PROMISES.search(path.read_text())
    ]
    assert promised == []

"""Many rows at once: copied into a temporary table, and from there in one statement.

From a temporary table and not straight into the table: COPY goes past row-level security, and an
UPDATE needs the rows somewhere to join with.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import connection, models
from psycopg import sql

STAGE: Final = sql.Identifier("import_stage")
OLD, NEW = "old_", "new_"


class Overtaken(Exception):
    """A row is no longer as it was when the plan was made; nothing must be written."""


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """That many new keys, from the table's own sequence."""
    name = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [name, count],
        )
        return [row[0] for row in cursor.fetchall()]


def insert(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """New rows. What is not among `columns` gets the model's default."""
    if not rows:
        return
    usual = _defaults(model, columns)
    table = sql.Identifier(model._meta.db_table)
    given = _names(columns)
    _stage(sql.SQL("SELECT {} FROM {}").format(given, table), columns, rows)
    insert_them = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(
        table,
        _names([*columns, *usual]),
        sql.SQL(", ").join([given, *[sql.Placeholder()] * len(usual)]),
        STAGE,
    )
    _run(insert_them, list(usual.values()))
    _run(sql.SQL("DROP TABLE {}").format(STAGE))


def edit(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[tuple[int, Sequence[Any], Sequence[Any]]],
) -> None:
    """Each row as (key, before, after). Raises Overtaken where one is no longer as before."""
    if not rows:
        return
    table = sql.Identifier(model._meta.db_table)
    staged = ["id", *(OLD + name for name in columns), *(NEW + name for name in columns)]
    sources = ["id", *columns, *columns]
    shape = sql.SQL(", ").join(
        sql.SQL("{} AS {}").format(sql.Identifier(source), sql.Identifier(name))
        for source, name in zip(sources, staged, strict=True)
    )
    whole = [(key, *before, *after) for key, before, after in rows]
    _stage(sql.SQL("SELECT {} FROM {}").format(shape, table), staged, whole)
    change = sql.SQL(
        "UPDATE {table} t SET {sets} FROM {stage} s"
        " WHERE t.id = s.id AND ({now}) IS NOT DISTINCT FROM ({old})"
    ).format(
        table=table,
        sets=sql.SQL(", ").join(
            sql.SQL("{} = s.{}").format(sql.Identifier(name), sql.Identifier(NEW + name))
            for name in columns
        ),
        stage=STAGE,
        now=_names(columns, "t"),
        old=_names([OLD + name for name in columns], "s"),
    )
    changed = _run(change)
    _run(sql.SQL("DROP TABLE {}").format(STAGE))
    if changed != len(rows):
        raise Overtaken


def delete(model: type[models.Model], keys: Sequence[int]) -> None:
    """Rows by key. Raises Overtaken where one is gone already."""
    if not keys:
        return
    table = sql.Identifier(model._meta.db_table)
    gone = _run(sql.SQL("DELETE FROM {} WHERE id = ANY(%s)").format(table), [list(keys)])
    if gone != len(keys):
        raise Overtaken


def _stage(shape: sql.Composed, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    make = sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS {} WITH NO DATA")
    _run(make.format(STAGE, shape))
    fill = sql.SQL("COPY {} ({}) FROM STDIN").format(STAGE, _names(columns))
    with connection.cursor() as cursor, cursor.copy(fill) as copy:
        for row in rows:
            copy.write_row(row)
    _run(sql.SQL("ANALYZE {}").format(STAGE))


def _run(statement: sql.Composed, params: Sequence[Any] | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def _names(columns: Sequence[str], table: str = "") -> sql.Composed:
    parts = [sql.Identifier(*filter(None, (table, name))) for name in columns]
    return sql.SQL(", ").join(parts)


def _defaults(model: type[models.Model], columns: Sequence[str]) -> dict[str, Any]:
    """Column → value, for those the caller does not give."""
    usual: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.column in columns or field.primary_key or getattr(field, "generated", False):
            continue
        assert field.column is not None  # noqa: S101  (for the type checker)
        usual[field.column] = field.get_db_prep_save(field.get_default(), connection)
    return usual

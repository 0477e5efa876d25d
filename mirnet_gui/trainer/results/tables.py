"""Nested values as the plain two-column tables of a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Names and values as text, under a title."""

    title: str
    rows: tuple[tuple[str, str], ...]


def tables(title: str, values: Mapping[str, object], prefix: str = "") -> list[Table]:
    """One table of the plain ``values``, then one for each table among them, named by its keys."""
    plain = {key: value for key, value in values.items() if not _inner(value)}
    found = [Table(title, tuple((key, _text(value)) for key, value in plain.items()))]
    for key, value in values.items():
        inner = _inner(value)
        for number, table in enumerate(inner, 1):
            name = f"{prefix}{key} {number}" if len(inner) > 1 else f"{prefix}{key}"
            found += tables(name, table, f"{name}: ")
    return [table for table in found if table.rows]


def _inner(value: object) -> list[Mapping[str, object]]:
    entries = value if isinstance(value, list | tuple) else [value]
    found = [entry for entry in entries if isinstance(entry, Mapping)]
    return found if len(found) == len(entries) else []


def _text(value: object) -> str:
    if isinstance(value, str):
        return value or "—"
    if isinstance(value, float):
        return f"{value:g}"
    return json.dumps(value, ensure_ascii=False, default=str)

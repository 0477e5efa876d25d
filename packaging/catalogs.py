"""Brings the catalogs of messages up to date: collects, merges and compiles.

    python packaging/catalogs.py            # what has no translation is counted
    python packaging/catalogs.py --add de   # a new language

Each language has ``mirnet_gui/locale/LANGUAGE/LC_MESSAGES/mirnet-gui.po``, which people edit, and
beside it the ``.mo``, compiled of it, which the program reads. Needs the dev extra.
"""

from __future__ import annotations

import argparse
import ast
import io
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "mirnet_gui"
LOCALE = PACKAGE / "locale"
KEYWORDS = {"tr": None, "tr_count": (1, 2), "mark": None}
COMMAND = {"command", "callback"}
_HEADER = "# What MIRNet GUI says. Licensed as the program is: Apache-2.0."
_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
"""When something was translated is told by the history of the files."""


def collected() -> Catalog:
    """All that the program says: of its code, its weights and the summaries of its commands."""
    catalog = Catalog(project="MIRNet GUI", charset="utf-8")
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords=KEYWORDS, comment_tags=())
    for place, _line, message, _comments, _context in sorted(found, key=lambda each: each[:2]):
        catalog.add(message, locations=[(place, 0)])
    for purpose in _purposes():
        catalog.add(purpose, locations=[("weights/catalog.toml", 0)])
    for place, summary in _summaries():
        catalog.add(summary, locations=[(place, 0)])
    return catalog


def _purposes() -> Iterator[str]:
    for entry in _tables(tomllib.loads((ROOT / "weights" / "catalog.toml").read_text("utf-8"))):
        if isinstance(purpose := entry.get("purpose"), str):
            yield purpose


def _tables(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        yield value
    for below in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from _tables(below)


def _summaries() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            summary = ast.get_docstring(node)
            # Those of the room "commands" are added to the program by the name of their module.
            is_own = path.parent.name == "commands" and node.name == path.stem
            if summary and (is_own or any(map(_is_command, node.decorator_list))):
                yield path.relative_to(PACKAGE).as_posix(), summary


def _is_command(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in COMMAND


def languages() -> list[str]:
    """Codes of those that there are."""
    return sorted(path.parents[1].name for path in LOCALE.glob("*/LC_MESSAGES/mirnet-gui.po"))


def place_of(language: str) -> Path:
    """The .po file of ``language``."""
    return LOCALE / language / "LC_MESSAGES" / "mirnet-gui.po"


def read(language: str) -> Catalog:
    """What its file holds; nothing where there is none yet."""
    path = place_of(language)
    if not path.exists():
        return Catalog(locale=language, project="MIRNet GUI", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalog: Catalog) -> bytes:
    """The bytes of its .mo file."""
    made = io.BytesIO()
    write_mo(made, catalog)
    return made.getvalue()


def missing(catalog: Catalog) -> list[str]:
    """Messages without a translation that somebody looked at."""
    return [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalog
        if message.id and (message.fuzzy or not all(forms_of(message)))
    ]


def forms_of(message: Message) -> tuple[str, ...]:
    """The translation, in each form that a number asks for; "" where there is none."""
    string = message.string
    return (string or "",) if isinstance(string, str | None) else tuple(string) or ("",)


def update(language: str, messages: Catalog) -> Catalog:
    """Merge ``messages`` into the file of ``language``, compile it, and give it back."""
    catalog = read(language)
    catalog.update(messages, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.header_comment = _HEADER
    catalog.creation_date = catalog.revision_date = _UNDATED
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = "MIRNet GUI"
    place = place_of(language)
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as file:
        write_po(file, catalog, width=100, include_lineno=False, sort_by_file=True)
    place.with_suffix(".mo").write_bytes(compiled(catalog))
    return catalog


def main() -> int:
    """Update all catalogs; gives back 1 if something has no translation."""
    parser = argparse.ArgumentParser(description="Bring the catalogs of messages up to date.")
    parser.add_argument("--add", metavar="LANGUAGE", help="a new one, as in de or zh_CN")
    parser.add_argument("--list", action="store_true", help="print what has no translation")
    options = parser.parse_args()
    messages = collected()
    left = 0
    for language in sorted({*languages(), *([options.add] if options.add else [])}):
        without = missing(update(language, messages))
        left += len(without)
        print(f"{language}: {len(messages)} messages, {len(without)} without a translation")
        for text in without if options.list else ():
            print(f"  {text}")
    return int(left > 0)


if __name__ == "__main__":
    sys.exit(main())

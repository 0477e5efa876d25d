"""What a person reads goes through tr(): a literal template and its named values."""

from __future__ import annotations

import ast
import builtins
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

PACKAGE: Final = Path(__file__).resolve().parents[2] / "mirnet_gui"

INTERNAL: Final = {
    "DamagedPictureError", "DamagedStructureError", "NotUnderstoodError", "UnpicklingError",
}  # fmt: skip
"""Errors that become sentences elsewhere: what they say goes to the log."""

FOR_PEOPLE: Final[dict[str, int]] = {
    # What is called, and how many of its first arguments are for programs.
    **dict.fromkeys(
        (
            "QPushButton", "QLabel", "QCheckBox", "QMenu", "QAction", "QToolButton",
            "setText", "setToolTip", "setAccessibleName", "setPlaceholderText", "setWindowTitle",
            "setSuffix", "addItem", "addAction", "addMenu", "showMessage", "drawText",
            "section", "Segments", "ChoiceBox", "Answer", "ReasonToStay",
            "Parameter", "say", "tell", "echo", "progress_bar", "say_idle", "say_pending",
            "JobFailed", "Skipped", "Taken",
        ),
        0,
    ),
    **dict.fromkeys(
        (
            "label", "wrapped", "ActionSpec", "PageEntry", "Message", "Measure", "Doing",
            "ask_for_photographs", "ask_for_photograph", "ask_for_folder", "ask_for_file",
            "UnreadablePhoto", "UnwritablePhoto", "PhotoTooLarge", "OutputExists",
        ),
        1,
    ),
}  # fmt: skip
WORD: Final = re.compile(r"[A-Za-z][a-z]{2,}")
KEY: Final = re.compile(r"(Ctrl|Alt|Shift|Esc|Del|PgUp|PgDown)\b")
NAMES: Final = re.compile("MIRNet( GUI)?|mirnet-(gui|train)")


def name_of(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def words_in(node: ast.expr) -> Iterator[str]:
    """Literal words among what ``node`` may turn out to be, but for those in a call."""
    match node:
        case ast.Constant(value=str(text)):
            if WORD.search(NAMES.sub("", text)) and not KEY.match(text):
                yield text
        case ast.JoinedStr(values=values):
            text = "".join(str(v.value) for v in values if isinstance(v, ast.Constant))
            if WORD.search(NAMES.sub("", text)):
                yield text
        case ast.IfExp(body=body, orelse=otherwise):
            yield from words_in(body)
            yield from words_in(otherwise)
        case ast.BoolOp(values=values):
            for value in values:
                yield from words_in(value)
        case ast.BinOp(left=left, right=right):
            yield from words_in(left)
            yield from words_in(right)


def untranslated(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Words that are said as they stand: the line, and what is said."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = name_of(node)
        is_error = name.endswith("Error") and name not in INTERNAL and not hasattr(builtins, name)
        if name not in FOR_PEOPLE and not is_error:
            continue
        # A row of the table of actions: behind its words come keys, an icon and a group.
        last = 3 if name == "ActionSpec" else None
        texts = node.args[FOR_PEOPLE.get(name, 0) : last]
        texts += [each.value for each in node.keywords if each.arg in ("label", "tooltip", "help")]
        for part in texts:
            yield from ((node.lineno, words) for words in words_in(part))


def places_of(template: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(template) if field is not None}


def faulty(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Calls of tr() that no catalog of messages could serve, or whose values do not fit."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or name_of(node) not in ("tr", "tr_count", "mark"):
            continue
        templates = node.args[:2] if name_of(node) == "tr_count" else node.args[:1]
        for template in templates:
            if isinstance(template, ast.JoinedStr | ast.BinOp):
                yield node.lineno, "is put together before it is translated"
            if not (isinstance(template, ast.Constant) and name_of(node) != "mark"):
                continue
            places = places_of(str(template.value))
            if any(each.arg is None for each in node.keywords):
                continue
            values = {str(each.arg) for each in node.keywords}
            given = values | ({"count"} if name_of(node) == "tr_count" else set())
            if places != given and not (name_of(node) == "tr_count" and values <= places <= given):
                yield node.lineno, f"has places {sorted(places)} and values {sorted(given)}"


def early(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Calls of tr() while a module is loaded, when nobody has chosen a language yet."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and name_of(node) in ("tr", "tr_count"):
            yield node.lineno, "is translated when the module is loaded: mark() it"
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            # Annotations are read when the command line is made.
            waiting += [*node.decorator_list, *filter(None, node.args.kw_defaults)]
            waiting += node.args.defaults
        elif not isinstance(node, ast.Lambda):
            waiting += ast.iter_child_nodes(node)


@pytest.mark.parametrize("rule", [untranslated, faulty, early])
def test_what_people_read_is_translated(rule: object) -> None:
    assert callable(rule)
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {words}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line, words in rule(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (untranslated, 'raise UsageError(f"There is no {name}.")'),
        (untranslated, 'raise UnreadablePhoto(path, "It is damaged.")'),
        (untranslated, 'button = QPushButton("Save" if new else tr("Replace"))'),
        (untranslated, 'label("quiet", "Name")'),
        (untranslated, 'say("Done: " + name)'),
        (faulty, 'tr(f"There is no {name}.")'),
        (faulty, 'tr("There is no {name}.")'),
        (faulty, 'tr("There is no {name}.", path=path)'),
        (faulty, 'tr_count("one photograph", "{number} photographs", count)'),
        (early, 'TITLE = tr("Photograph")'),
        (early, 'class Method:\n    label = tr("Gamma")'),
    ],
)
def test_a_fault_is_found(rule: object, source: str) -> None:
    assert callable(rule)
    assert len(list(rule(ast.parse(source)))) == 1


@pytest.mark.parametrize(
    "source",
    [
        'raise UsageError(tr("There is no {name}.", name=name))',
        'label("quiet", tr("Name"))',
        'label("", f"{width} x {height}")',
        'raise ValueError("not a matrix")',
        'raise DamagedPictureError("no size")',
        'tr_count("one photograph", "{count} photographs", count)',
        'def f(a: Annotated[int, typer.Option(help=tr("From 0 to 1."))] = 0) -> None: ...',
        "tr(parameter.label)",
    ],
)
def test_what_is_right_is_left_alone(source: str) -> None:
    tree = ast.parse(f"def inside():\n    {source}")
    assert [*untranslated(tree), *faulty(tree), *early(tree)] == []


def test_no_sentence_stands_within_an_f_string() -> None:
    """What collects the messages does not look into them."""
    found = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and name_of(call) in {"tr", "tr_count", "mark"}
        and any(isinstance(each, ast.Constant) for each in call.args)
    ]
    assert found == []

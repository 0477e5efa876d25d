"""A new format is a row of the table and a module of its name: nobody else decides by its name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from mirnet_gui.photo.formats import FORMATS

PACKAGE = Path(__file__).resolve().parents[2] / "mirnet_gui"
TABLE = PACKAGE / "photo" / "formats.py"
OWN = (PACKAGE / "photo" / "readers", PACKAGE / "photo" / "writers")
KNOWN = {
    # Cameras' own files in the guise of TIFF are told by its tags, not by first bytes.
    ("photo/reading.py", "tiff"),
    # Two names of one reader's plugins.
    ("photo/opening/pillow.py", "bmp"),
    ("photo/opening/pillow.py", "gif"),
}


def decisions(tree: ast.AST) -> Iterator[str]:
    """Texts that something is compared with, looked up by, or chosen by."""
    for node in ast.walk(tree):
        parts: list[ast.expr | None] = []
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.MatchValue):
            parts = [node.value]
        elif isinstance(node, ast.Dict):
            parts = list(node.keys)
        for part in parts:
            inner = part.elts if isinstance(part, ast.Tuple | ast.Set | ast.List) else [part]
            for each in inner:
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield each.value


def test_nobody_else_decides_by_the_name_of_a_format() -> None:
    found = {
        (path.relative_to(PACKAGE).as_posix(), name)
        for path in PACKAGE.rglob("*.py")
        if path != TABLE and path.parent not in OWN
        for name in decisions(ast.parse(path.read_text(encoding="utf-8")))
        if name in FORMATS
    }
    assert found == KNOWN

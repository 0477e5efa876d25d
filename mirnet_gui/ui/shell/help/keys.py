"""All keys as a page of help, made from the table of actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mirnet_gui.language import mark, tr
from mirnet_gui.ui.actions import Actions, key_text

_HANDS = (
    (mark("Move the loupe, the picture when it is zoomed, or the divider"), mark("Arrows")),
    (mark("Hold to see the photograph as it was"), mark("Space or B")),
    (mark("Hold for the loupe"), mark("Z")),
    (mark("Zoom around the pointer"), mark("Wheel")),
    (mark("Whole picture or actual pixels"), mark("Double click")),
    (mark("Choose a view of the comparison"), mark("Alt+1, Alt+2, …")),
    (mark("Go along the filmstrip"), mark("Left, Right, Home, End")),
    (mark("Take photographs out of the filmstrip"), mark("Del")),
)


def keys_page(actions: Actions, path_of: Mapping[str, Sequence[str]]) -> str:
    """Markdown: a table of keys for each menu, and one for what is done by hand.

    ``path_of`` tells where each action stands in the menus.
    """
    rows: dict[str, list[tuple[str, str]]] = {}
    for spec in actions.specs:
        if spec.keys:
            menu = path_of[spec.name][0]
            keys = " · ".join(key_text(key) for key in spec.keys)
            rows.setdefault(menu, []).append((tr(spec.tip), keys))
    order = dict.fromkeys(path[0] for path in path_of.values())
    by_hand = tr("On the photograph")
    rows[by_hand] = [(tr(words), tr(keys)) for words, keys in _HANDS]
    parts = ["# " + tr("Keyboard shortcuts")]
    for menu in (*order, by_hand):
        if menu in rows:
            parts += [f"## {menu}", _table(rows[menu])]
    return "\n\n".join(parts)


def _table(rows: list[tuple[str, str]]) -> str:
    # A stroke would end the cell, and the keys [ and ] look like the beginning of a link.
    lines = [f"| {words} | {_escaped(keys)} |" for words, keys in rows]
    what, key = tr("What"), tr("Key")
    return "\n".join([f"| {what} | {key} |", "|---|---|", *lines])


def _escaped(keys: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\[]|*_`+-" else sign for sign in keys)

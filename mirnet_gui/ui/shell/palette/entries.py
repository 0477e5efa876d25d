"""What the palette can find: every action of the table, and what was opened lately."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.escaping import printable
from mirnet_gui.formatting import separated
from mirnet_gui.language import mark, tr
from mirnet_gui.ui.action_table import ActionName, ActionSpec
from mirnet_gui.ui.actions import Actions, key_text
from mirnet_gui.ui.model.recent import Recent
from mirnet_gui.ui.shell.palette.matching import match

_NO_RESULT = mark("There is no result yet.")
_REASONS: dict[str, str] = {
    ActionName.UNDO: mark("There is nothing to undo."),
    ActionName.REDO: mark("There is nothing to redo."),
    ActionName.SAVE_AS: _NO_RESULT,
    ActionName.SAVE_ALL: mark("Everything is saved."),
    ActionName.COPY: _NO_RESULT,
    ActionName.PREVIOUS: mark("This is the first photograph."),
    ActionName.NEXT: mark("This is the last photograph."),
    ActionName.PASTE_SETTINGS: mark("No settings were copied."),
    ActionName.CLEAR_RECENT: mark("The list is empty."),
}
_NOT_FOUND = (ActionName.PALETTE, ActionName.BACK)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the palette; ``reason`` is why it cannot be done now, "" where it can.

    ``words`` is all that it is found by: what it says, where it stands in the menus, its tip.
    """

    text: str
    place: str
    key: str
    words: str
    do: Callable[[], None]
    can_be_done: bool = True
    reason: str = ""

    @property
    def spoken(self) -> str:
        """The whole line, for who cannot see it."""
        parts = (self.text, self.reason or self.place, self.key)
        told = separated(parts)
        return told if self.can_be_done else tr("{entry}, not available", entry=told)


def action_entries(
    actions: Actions, path_of: Mapping[str, Sequence[str]], page: str
) -> list[Entry]:
    """Of the table, in its order; ``page`` is the title of the one that is open."""
    pages = {tr(spec.text) for spec in actions.specs if spec.group == "page"}
    entries = []
    for spec in actions.specs:
        if spec.name in _NOT_FOUND:
            continue
        action, path = actions[spec.name], path_of[spec.name]
        place = " → ".join(path)
        text = _text(spec, action.text())
        entries.append(
            Entry(
                text,
                place,
                key_text(spec.keys[0]) if spec.keys else "",
                f"{text} {place} {action.text()} {tr(spec.tip)}",
                action.trigger,
                action.isEnabled(),
                "" if action.isEnabled() else _reason(spec.name, path[0], pages, page),
            )
        )
    return entries


def recent_entries(recent: Recent, open_again: Callable[[Path], None]) -> list[Entry]:
    """Of what was opened lately."""
    return [
        Entry(
            printable(path.name or str(path)),
            printable(str(path.parent)),
            "",
            tr("Open {path}", path=printable(str(path))),
            lambda path=path: open_again(path),  # type: ignore[misc]
        )
        for path in (*recent.files, *recent.folders)
    ]


def found(entries: list[Entry], query: str) -> list[Entry]:
    """Those that ``query`` may mean, the likeliest first; all of them where it is empty."""
    if not query.strip():
        return sorted(entries, key=lambda entry: not entry.can_be_done)
    scored = []
    for place, entry in enumerate(entries):
        # What it is called counts for more than what else is said of it.
        by_name, by_words = match(query, entry.text), match(query, entry.words)
        if by_words is not None:
            score = 2 * (by_name or 0) + by_words
            scored.append((-score, not entry.can_be_done, len(entry.text), place, entry))
    return [entry for *_, entry in sorted(scored, key=lambda each: each[:4])]


def _text(spec: ActionSpec, text: str) -> str:
    if spec.group == "page":
        return tr("Go to {page}", page=tr(spec.text))
    # One of several that exclude each other says too little by itself.
    return tr(spec.tip) if spec.group else text.rstrip("…").replace("&&", "&")


def _reason(name: str, menu: str, pages: set[str], page: str) -> str:
    if menu in pages and menu != page:
        return tr("On the page {page}", page=menu)
    return tr(_REASONS[name]) if name in _REASONS else ""

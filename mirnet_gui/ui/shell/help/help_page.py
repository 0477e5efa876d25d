"""The texts of help: a Markdown file for each page, in each language that has one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mirnet_gui import locations
from mirnet_gui.ui.actions import Actions, key_text

ORDER: Final = ("start", "enhance", "compare", "batch", "train", "trouble")
"""The pages of help as they are listed; those of the window are called as it calls them."""

ENGLISH: Final = "en"
_ACTION: Final = re.compile(r"\[\[(\w+)\]\]")
_HEADING: Final = re.compile(r"^(#{1,2}) +(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: its heading and all text below, in Markdown."""

    heading: str
    text: str

    def has(self, words: list[str]) -> bool:
        """Whether each of ``words``, in small letters, is in it."""
        folded = f"{self.heading} {self.text}".casefold()
        return all(word in folded for word in words)


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page, called ``name``; ``text`` is Markdown that begins with its title."""

    name: str
    text: str

    @property
    def title(self) -> str:
        """What the contents call it."""
        return self.sections[0].heading if self.sections else self.name

    @property
    def sections(self) -> tuple[Section, ...]:
        """What stands below the title, then the parts, each with a heading of its own."""
        found = list(_HEADING.finditer(self.text))
        ends = [each.start() for each in found[1:]] + [len(self.text)]
        return tuple(
            Section(each.group(2).strip(), self.text[each.end() : end].strip())
            for each, end in zip(found, ends, strict=True)
        )


def help_pages(language: str, actions: Actions) -> list[HelpPage]:
    """All pages that there are, each in ``language`` or else in English."""
    pages = ((name, _file_of(name, language)) for name in ORDER)
    return [
        HelpPage(name, filled(path.read_text(encoding="utf-8"), actions))
        for name, path in pages
        if path is not None
    ]


def filled(text: str, actions: Actions) -> str:
    """``text`` with each ``[[action]]`` as the window calls it now, and its key."""
    specs = {spec.name: spec for spec in actions.specs}

    def told(match: re.Match[str]) -> str:
        spec = specs.get(match.group(1))
        if spec is None:
            return match.group()
        name = actions[spec.name].text().rstrip("…").replace("&&", "&")
        return f"**{name}** ({_escaped(key_text(spec.keys[0]))})" if spec.keys else f"**{name}**"

    return _ACTION.sub(told, text)


def _escaped(key: str) -> str:
    return re.sub(r"([\\`*_\[\]+\-])", r"\\\1", key)


def _file_of(name: str, language: str) -> Path | None:
    folder = locations.resources() / "help"
    places = (folder / code / f"{name}.md" for code in (language, ENGLISH))
    return next((place for place in places if place.is_file()), None)

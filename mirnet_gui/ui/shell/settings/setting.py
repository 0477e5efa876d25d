"""What the dialog of settings can hold: kinds of rows, and the groups that they form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mirnet_gui.ui.action_table import ActionName

Options = tuple[tuple[str, str], ...]
"""Each value with what the window calls it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of ``options()`` for the field ``name`` of the settings."""

    name: str
    label: str
    hint: str
    options: Callable[[], Options]


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off."""

    name: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number from ``minimum`` to ``maximum``."""

    name: str
    label: str
    hint: str
    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder; ``empty`` is what the window says where none is chosen."""

    name: str
    label: str
    hint: str
    empty: str


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to be done, by the action called ``name``."""

    name: ActionName
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that cannot be changed, and is good to know."""

    label: str
    hint: str


Setting = Choice | Switch | Number | Folder | Deed | Fact


@dataclass(frozen=True, slots=True)
class Group:
    """Settings that belong together, under a heading."""

    title: str
    settings: tuple[Setting, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The fields of the settings that are in it."""
        return tuple(
            each.name
            for each in self.settings
            if isinstance(each, Choice | Switch | Number | Folder)
        )

"""A preset: a method's parameters under a name, without what belongs to a photograph or computer.

A preset names no model, no device and no speed, and no regions: which of them are used is told
where it is applied. The one that changes nothing takes the regions away as well.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from mirnet_gui.errors import UsageError
from mirnet_gui.escaping import printable
from mirnet_gui.formatting import listed
from mirnet_gui.language import tr
from mirnet_gui.methods.chain import Chain
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.mirnet import EXECUTION_OPTIONS, MirnetMethod
from mirnet_gui.methods.registry import OF_A_PATH, members_of

LONGEST_NAME: Final = 60
"""Characters of a preset's name."""

_LEFT_OUT: Final = frozenset({"model", "speed", "regions", *EXECUTION_OPTIONS})


@dataclass(frozen=True, slots=True)
class Preset:
    """``method`` is one of :func:`settings_of`; ``name`` of a built-in one is English."""

    name: str
    method: Method
    is_built_in: bool = False

    @property
    def label(self) -> str:
        """What it is called in the language of the program."""
        return tr(self.name) if self.is_built_in else self.name

    def is_called(self, name: str) -> bool:
        """Whether ``name`` means it, in English or as it is shown, in capitals or not."""
        return same_name(name) in {same_name(self.name), same_name(self.label)}

    def applied_to(self, method: Method) -> Method:
        """Its settings, with the model, the regions and whatever else it leaves out of ``method``.

        Where ``method`` has none of them they are the usual ones. What is wanted as it comes has no
        regions either.
        """
        given = next((m for m in members_of(method) if isinstance(m, MirnetMethod)), MirnetMethod())
        kept = {name: getattr(given, name) for name in _left_out()}
        if self.method == MirnetMethod():
            kept["regions"] = ()
        return _with_parameters(self.method, kept)


def settings_of(method: Method) -> Method:
    """``method`` as a preset holds it.

    Raises :class:`UsageError` where it names a file: nobody else would have that.
    """
    if any(member.name in OF_A_PATH for member in members_of(method)):
        raise UsageError(
            tr("A method that names a file of this computer cannot be a preset."),
            tr("Choose another method."),
        )
    usual = MirnetMethod()
    return _with_parameters(method, {name: getattr(usual, name) for name in _left_out()})


def checked_name(text: str) -> str:
    """``text`` as the name of a preset, in one form of Unicode. Raises :class:`UsageError`."""
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not name:
        raise UsageError(tr("A preset needs a name."), tr("Type one."))
    if len(name) > LONGEST_NAME:
        raise UsageError(
            tr("The name of a preset may have {count} characters.", count=LONGEST_NAME),
            tr("Choose a shorter one."),
        )
    if printable(name) != name:
        raise UsageError(
            tr("{name} has characters that cannot be seen.", name=printable(name)),
            tr("Choose another name."),
        )
    return name


def same_name(name: str) -> str:
    """Equal for names that a person takes for the same."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def preset_called(name: str, presets: Iterable[Preset]) -> Preset:
    """The one of ``presets`` that ``name`` means. Raises :class:`UsageError` for none."""
    known = list(presets)
    found = next((preset for preset in known if preset.is_called(name)), None)
    if found is None:
        raise UsageError(
            tr("There is no preset called {name}.", name=name),
            tr("There are: {presets}.", presets=listed([preset.label for preset in known])),
        )
    return found


def _left_out() -> list[str]:
    return [entry.name for entry in fields(MirnetMethod) if entry.name in _LEFT_OUT]


def _with_parameters(method: Method, values: dict[str, Any]) -> Method:
    members = tuple(
        replace(member, **values) if isinstance(member, MirnetMethod) else member
        for member in members_of(method)
    )
    return Chain(members) if isinstance(method, Chain) else members[0]

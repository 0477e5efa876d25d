"""Names of results, made from a template."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from string import Formatter
from typing import Final

from mirnet_gui.errors import UsageError
from mirnet_gui.language import mark, tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import model_of, text_of
from mirnet_gui.photo.naming import (
    extension_of,
    format_from_extension,
    is_supported,
    safe_name,
)
from mirnet_gui.photo.photo import Format

BESIDE: Final = "{stem}_{method}{ext}"
"""What the command calls results that it puts beside their photographs: scripts try methods."""

ENHANCED: Final = "{stem}-enhanced{ext}"
"""What results are called in the window until another name is chosen, saved alone or in a batch."""

FIELDS: Final = {
    "stem": mark("the photograph's name without its extension"),
    "ext": mark("the result's extension with its dot"),
    "method": mark("what is done, as in mirnet"),
    "model": mark("the weights, as in lowlight"),
    "parent": mark("the folder the photograph lies in"),
    "date": mark("when it was taken, 2026-11-25 or as in {date:%Y/%m}"),
    "counter": mark("1, 2, 3, or as in {counter:04}"),
}
"""What a template may hold, and what that stands for."""

_WIDEST: Final = 255
_NAMELESS: Final = "unnamed"
_NO_DATE: Final = datetime.datetime.fromtimestamp(0, datetime.UTC)


@dataclass(frozen=True, slots=True)
class NameValues:
    """What the fields of one photograph's name stand for."""

    stem: str
    ext: str
    method: str
    model: str
    parent: str
    date: datetime.datetime
    counter: int


def usable(name: str) -> str:
    """``name``, or another one when it is made of blanks and dots, which name no file."""
    return name if name.strip(" .") else _NAMELESS


@dataclass(frozen=True, slots=True)
class NameTemplate:
    """A text with :data:`FIELDS` in braces; a slash begins a folder.

    Raises :class:`UsageError` for a template that could not name a file within its folder.
    """

    text: str

    def __post_init__(self) -> None:
        for field in self.fields():
            if field not in FIELDS:
                known = ", ".join(f"{{{name}}}" for name in FIELDS)
                raise UsageError(
                    tr("Names know nothing called {field}.", field=f"{{{field}}}"),
                    tr("There are: {known}.", known=known),
                )
        now = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)
        self.path(NameValues("name", ".jpg", "he", "lowlight", "folder", now, 1))

    def fields(self) -> set[str]:
        """Which of :data:`FIELDS` it holds."""
        return {field for _, field, _, _ in self._parts() if field is not None}

    def path(self, values: NameValues) -> Path:
        """The result's path below its folder. Raises :class:`UsageError`."""
        written = "".join(self._written(values))
        if "ext" not in self.fields() and not written.lower().endswith(values.ext.lower()):
            written += values.ext
        path = PurePosixPath(written)
        inside = not path.is_absolute() and ".." not in path.parts and "\0" not in written
        if not inside or not path.name.removesuffix(values.ext).strip(" ."):
            raise UsageError(
                tr("The name {text} leads nowhere.", text=self.text),
                tr("Write it as {example}.", example="{stem}_{method}"),
            )
        return Path(written)

    def _written(self, values: NameValues) -> Iterator[str]:
        for literal, field, spec, _ in self._parts():
            yield literal
            if field == "date":
                yield self._formatted(values.date, spec or "%Y-%m-%d")
            elif field is not None:
                yield self._formatted(getattr(values, field), spec or "")

    def _formatted(self, value: object, spec: str) -> str:
        self._check(value, spec)
        try:
            return format(value, spec)
        except (ValueError, OverflowError, UnicodeError) as error:
            raise self._misspelt() from error

    def _check(self, value: object, spec: str) -> None:
        """No name is longer than a few hundred characters, and none is made of a number's code."""
        widths = r"%\D?(\d{1,18})" if isinstance(value, datetime.datetime) else r"\d{1,18}"
        too_wide = any(int(number) > _WIDEST for number in re.findall(widths, spec))
        if too_wide or (isinstance(value, int) and spec.endswith("c")):
            raise self._misspelt()

    def _parts(self) -> list[tuple[str, str | None, str | None, str | None]]:
        try:
            return list(Formatter().parse(self.text))
        except ValueError as error:
            raise self._misspelt() from error

    def _misspelt(self) -> UsageError:
        return UsageError(
            tr("The name {text} is misspelt.", text=self.text),
            tr("Write it as {example}.", example="{stem}_{method}"),
        )


class Namer:
    """Names results of ``method`` by a template, in batches and one by one.

    Raises :class:`UsageError` as :class:`NameTemplate` does.
    """

    def __init__(self, template: str, method: Method) -> None:
        self._template = NameTemplate(template)
        self._method = safe_name(text_of(method))
        self._model = safe_name(Path(model_of(method)).stem)
        fields = self._template.fields()
        self.needs_date = "date" in fields
        """Whether a name tells when its photograph was taken."""
        self.counts = "counter" in fields
        """Whether names differ by their number."""
        self.differs = bool(fields & {"stem", "counter"})
        """Whether each photograph gets a name of its own."""

    @property
    def template(self) -> str:
        """By what they are named."""
        return self._template.text

    def path(
        self, source: Path, target: Format, date: datetime.datetime | None, counter: int
    ) -> Path:
        """Below its folder, what the result in the format ``target`` is called."""
        known = format_from_extension(source)
        stem = source.stem if is_supported(source) else source.name
        values = NameValues(
            stem=usable(stem),
            ext=source.suffix if known == target else extension_of(target),
            method=self._method,
            model=self._model,
            parent=usable(source.absolute().parent.name),
            date=date or _NO_DATE,
            counter=counter,
        )
        return self._template.path(values)

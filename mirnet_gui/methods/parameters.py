"""What a parameter of a method looks like: label, range or choices and tooltip, told in one place.

The window makes its controls from these records, the command line its checks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, dataclass, field, fields
from typing import Any

from mirnet_gui.errors import UsageError
from mirnet_gui.formatting import either
from mirnet_gui.language import tr

_KEY = "parameter"
_WRITTEN = "written"
_OF_PHOTOGRAPH = "of photograph"


@dataclass(frozen=True, slots=True)
class Parameter:
    """How a number is shown and checked: ``minimum <= value <= maximum`` in steps of ``step``."""

    label: str
    minimum: float
    maximum: float
    step: float
    unit: str
    tooltip: str
    whole: bool = False
    """Whether it has to be an integer."""


@dataclass(frozen=True, slots=True)
class ChoiceParameter:
    """One of ``options``, each with what the window calls it."""

    label: str
    options: tuple[tuple[str, str], ...]
    tooltip: str

    @property
    def names(self) -> tuple[str, ...]:
        """The options as a command takes them."""
        return tuple(name for name, _ in self.options)


def number(default: float, parameter: Parameter) -> Any:
    """A dataclass field that carries its :class:`Parameter`."""
    return field(default=default, metadata={_KEY: parameter})


def integer(default: int, parameter: Parameter) -> Any:
    """As :func:`number`, for a ``parameter`` that is ``whole``."""
    return field(default=default, metadata={_KEY: parameter})


def choice(default: str, options: ChoiceParameter) -> Any:
    """A dataclass field that carries its :class:`ChoiceParameter`."""
    return field(default=default, metadata={_KEY: options})


def written(default: Any, parse: Callable[[str], Any], write: Callable[[Any], str]) -> Any:
    """A dataclass field of something else, with how it stands in the text of a method.

    ``parse`` raises :class:`UsageError` for what it does not understand.
    """
    return field(default=default, metadata={_WRITTEN: (parse, write)})


def of_photograph(default: Any) -> Any:
    """A dataclass field that nobody sets and no text tells: each photograph has its own."""
    return field(default=default, metadata={_OF_PHOTOGRAPH: True})


def parameters_of(method: Any) -> dict[str, Parameter | ChoiceParameter]:
    """The parameters of a method (class or instance) by field name, in order of declaration."""
    return {f.name: f.metadata[_KEY] for f in settable(method).values() if _KEY in f.metadata}


def settable(method: Any) -> dict[str, Field[Any]]:
    """What can be said of a method (class or instance), by field name; what all have comes last."""
    entries = sorted(fields(method), key=lambda entry: entry.kw_only is True)
    return {
        entry.name: entry
        for entry in entries
        if entry.init and _OF_PHOTOGRAPH not in entry.metadata
    }


def usual_of(method: Any, name: str) -> Any:
    """What the field ``name`` of a method (class or instance) is unless somebody says otherwise."""
    return settable(method)[name].default


def check(method: Any) -> None:
    """Raise :class:`UsageError` naming the first parameter that is none of what it may be."""
    for name, parameter in parameters_of(method).items():
        if isinstance(parameter, ChoiceParameter):
            _check_choice(name, getattr(method, name), parameter)
        else:
            _check_number(name, getattr(method, name), parameter)


def parsed(entry: Field[Any], text: str) -> Any:
    """The value that ``text`` of a command means for the field ``entry`` of a method.

    Raises :class:`UsageError` where it is none, for example no number; ranges are left to
    :func:`check`.
    """
    if _WRITTEN in entry.metadata:
        parse, _ = entry.metadata[_WRITTEN]
        return parse(text)
    parameter = entry.metadata.get(_KEY)
    whole = entry.type == "int | None" or (isinstance(parameter, Parameter) and parameter.whole)
    if not whole and not isinstance(parameter, Parameter):
        return text
    try:
        return int(text) if whole else float(text)
    except ValueError as error:
        kind = tr("a whole number") if whole else tr("a number")
        raise UsageError(
            tr("{name} is {text}, but must be {kind}.", name=entry.name, text=text, kind=kind)
        ) from error


def text_of_value(entry: Field[Any], value: object) -> str:
    """The inverse of :func:`parsed`."""
    if _WRITTEN in entry.metadata:
        _, write = entry.metadata[_WRITTEN]
        return str(write(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _check_number(name: str, value: float, parameter: Parameter) -> None:
    if not parameter.minimum <= value <= parameter.maximum:
        raise UsageError(
            tr(
                "{name} is {value:g}, but must lie between {minimum:g} and {maximum:g}.",
                name=name,
                value=value,
                minimum=parameter.minimum,
                maximum=parameter.maximum,
            )
        )


def _check_choice(name: str, value: str, options: ChoiceParameter) -> None:
    if value not in options.names:
        allowed = either(list(options.names))
        raise UsageError(
            tr("{name} is {value}, but must be {allowed}.", name=name, value=value, allowed=allowed)
        )

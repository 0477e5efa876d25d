"""What a parameter of a method looks like: label, range and tooltip, told in one place."""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from typing import Any

from mirnet_gui.errors import UsageError

_KEY = "parameter"


@dataclass(frozen=True, slots=True)
class Parameter:
    """How a number is shown and checked: ``minimum <= value <= maximum`` in steps of ``step``."""

    label: str
    minimum: float
    maximum: float
    step: float
    unit: str
    tooltip: str


def number(default: float, parameter: Parameter) -> Any:
    """A dataclass field that carries its :class:`Parameter`."""
    return field(default=default, metadata={_KEY: parameter})


def parameters_of(method: Any) -> dict[str, Parameter]:
    """The parameters of a method (class or instance) by field name, in order of declaration."""
    return {f.name: f.metadata[_KEY] for f in fields(method) if _KEY in f.metadata}


def check(method: Any) -> None:
    """Raise :class:`UsageError` naming the first parameter that is out of its range."""
    for entry in fields(method):
        if _KEY in entry.metadata:
            _check_one(entry, getattr(method, entry.name))


def _check_one(entry: Field[Any], value: float) -> None:
    parameter: Parameter = entry.metadata[_KEY]
    if not parameter.minimum <= value <= parameter.maximum:
        raise UsageError(
            f"{entry.name} is {value:g}, but must lie between "
            f"{parameter.minimum:g} and {parameter.maximum:g}."
        )

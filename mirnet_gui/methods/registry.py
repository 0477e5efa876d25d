"""The only list of methods."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from mirnet_gui.errors import UsageError
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.mirnet import MirnetMethod

METHODS = {method.name: method for method in (MirnetMethod,)}


def create_method(name: str, **parameters: Any) -> Method:
    """The method called ``name`` with ``parameters``; those it does not know are an error.

    Raises :class:`UsageError` naming what does not exist or is out of range.
    """
    if name not in METHODS:
        raise UsageError(f"There is no method called {name}.", f"There are: {', '.join(METHODS)}.")
    method = METHODS[name]
    if unknown := sorted(set(parameters) - {entry.name for entry in fields(method)}):
        raise UsageError(f"The method {name} has no {unknown[0]}.")
    return method(**parameters)

"""Options that several commands have, and what becomes of them.

Each is a function, called where the command line is made: only then is the language known.
"""

from __future__ import annotations

from typing import Any, Literal

import typer

from mirnet_gui.formatting import listed
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import parse_method, with_parameters
from mirnet_gui.photo.formats import WITH_QUALITY, Format

Existing = Literal["skip", "rename", "overwrite"]
ResultFormat = Literal["keep", Format]

USUAL_METHOD = "mirnet"
USUAL_QUALITY = 92


def method_option() -> Any:
    """The one method, or chain."""
    return typer.Option(
        help=tr("What to do: mirnet, he, clahe:clip=3, lime+nlm, ...; see mirnet-gui methods.")
    )


def methods_option() -> Any:
    """Several methods, with commas between them."""
    return typer.Option(help=tr("As in he:channel=rgb,clahe:clip=3,lime+nlm,mirnet:model=lol."))


def model_option() -> Any:
    """The weights of MIRNet."""
    return typer.Option(help=tr("Name or file of the weights."), show_default="lowlight")


def strength_option() -> Any:
    """How much of the result is mixed into the photograph."""
    return typer.Option(help=tr("From 0 to 1."), show_default="1")


def format_option() -> Any:
    """The format of results."""
    return typer.Option(help=tr("Of the results."))


def quality_option() -> Any:
    """The quality of results."""
    return typer.Option(min=1, max=100, help=tr("Of {formats}.", formats=listed(WITH_QUALITY)))


def existing_option() -> Any:
    """What becomes of results whose place is taken."""
    return typer.Option(help=tr("What to do where a file stands already."))


def json_option() -> Any:
    """Records for programs instead of lines for people."""
    return typer.Option("--json", help=tr("One record a line on standard output."))


def method_with(text: str, **parameters: object) -> Method:
    """The method of ``text``, with those ``parameters`` that were given (not None).

    Raises :class:`mirnet_gui.errors.UsageError`.
    """
    given = {name: value for name, value in parameters.items() if value is not None}
    return with_parameters(parse_method(text), **given)


def format_wanted(text: ResultFormat) -> Format | None:
    """The format of all results; None where each keeps that of its photograph."""
    return None if text == "keep" else text

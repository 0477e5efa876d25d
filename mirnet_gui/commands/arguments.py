"""Arguments that several commands have, and what becomes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from mirnet_gui.formatting import listed
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import parse_method, with_parameters
from mirnet_gui.photo.formats import WITH_QUALITY, Format

MethodText = Annotated[
    str, typer.Option("--method", help=tr("What to do: mirnet, he, clahe:clip=3, lime+nlm, ..."))
]
MethodTexts = Annotated[
    str,
    typer.Option(
        "--methods", help=tr("As in he:channel=rgb,clahe:clip=3,lime+nlm,mirnet:model=lol.")
    ),
]
Model = Annotated[
    str | None,
    typer.Option("--model", help=tr("Name or file of the weights."), show_default="lowlight"),
]
Strength = Annotated[
    float | None, typer.Option("--strength", help=tr("From 0 to 1."), show_default="1")
]
ResultFormat = Annotated[
    Literal["keep", Format], typer.Option("--format", help=tr("Of the results."))
]
Quality = Annotated[
    int,
    typer.Option(
        "--quality", min=1, max=100, help=tr("Of {formats}.", formats=listed(WITH_QUALITY))
    ),
]
Existing = Annotated[
    Literal["skip", "rename", "overwrite"],
    typer.Option("--existing", help=tr("What to do where a file stands already.")),
]
JournalPath = Annotated[
    Path | None,
    typer.Option("--journal", help=tr("Where the state of the batch is kept."), readable=False),
]
JsonLines = Annotated[
    bool, typer.Option("--json", help=tr("One record a line on standard output."))
]

USUAL_METHOD = "mirnet"
USUAL_QUALITY = 92


def method_with(text: str, **parameters: object) -> Method:
    """The method of ``text``, with those ``parameters`` that were given (not None).

    Raises :class:`mirnet_gui.errors.UsageError`.
    """
    given = {name: value for name, value in parameters.items() if value is not None}
    return with_parameters(parse_method(text), **given)


def format_wanted(text: Literal["keep", Format]) -> Format | None:
    """The format of all results; None where each keeps that of its photograph."""
    return None if text == "keep" else text

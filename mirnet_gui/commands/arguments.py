"""Options that several commands have, and what becomes of them.

Each is a function, called where the command line is made: only then is the language known.
"""

from __future__ import annotations

from typing import Any, Literal, cast

import typer

from mirnet_gui import locations
from mirnet_gui.errors import UsageError
from mirnet_gui.formatting import listed
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import parse_method
from mirnet_gui.methods.variants import with_parameters, with_weights
from mirnet_gui.photo.encoding import Depth, Encoding
from mirnet_gui.photo.formats import WITH_QUALITY, Format
from mirnet_gui.photo.metadata.groups import GROUPS, in_order
from mirnet_gui.presets.built_in import BUILT_IN
from mirnet_gui.presets.own_presets import OwnPresets
from mirnet_gui.presets.preset import Preset, preset_called

Existing = Literal["skip", "rename", "overwrite"]
ResultFormat = Literal["keep", Format]
ResultDepth = Literal["keep", "8", "10", "12", "16"]

USUAL_METHOD = "mirnet"
USUAL_QUALITY = 92


def method_option() -> Any:
    """The one method, or chain."""
    return typer.Option(
        help=tr("What to do: mirnet, he, clahe:clip=3, lime+nlm, ...; see mirnet-gui methods.")
    )


def methods_option() -> Any:
    """Several methods, with commas between them."""
    return typer.Option(help=tr("As in he,clahe:clip=3,mirnet:model=lol."))


def model_option() -> Any:
    """The weights of MIRNet."""
    return typer.Option(help=tr("Name or file of the weights."), show_default="lowlight")


def preset_option() -> Any:
    """Settings by their name."""
    return typer.Option(
        help=tr("Name of a preset, in place of --method; mirnet-gui presets lists them.")
    )


def strength_option() -> Any:
    """How much of the result is mixed into the photograph."""
    return typer.Option(help=tr("From 0 to 1."), show_default="1")


def format_option() -> Any:
    """The format of results."""
    return typer.Option(help=tr("Of the results."))


def quality_option() -> Any:
    """The quality of results."""
    return typer.Option(min=1, max=100, help=tr("Of {formats}.", formats=listed(WITH_QUALITY)))


def depth_option() -> Any:
    """The bits of results."""
    return typer.Option(
        help=tr("Bits of each colour in the results; 10 and 12 for AVIF and JPEG XL.")
    )


def longest_option() -> Any:
    """The size of results."""
    return typer.Option(
        min=1,
        help=tr("Pixels of the longest side of results; larger ones are made smaller."),
        show_default=tr("as large as they are"),
    )


def strip_option() -> Any:
    """Which metadata results do without."""
    return typer.Option(
        help=tr(
            "Metadata to leave out, of {groups}, with commas between them. Maker notes, which may "
            "tell of all, go with each.",
            groups=", ".join(GROUPS),
        ),
        show_default=tr("nothing"),
    )


def encoding_with(
    format: ResultFormat, depth: ResultDepth, quality: int, longest: int | None, strip: str | None
) -> Encoding:
    """What was given of it as one record. Raises :class:`mirnet_gui.errors.UsageError`."""
    named = [name.strip().lower() for name in (strip or "").split(",") if name.strip()]
    try:
        stripped = in_order(named)
    except ValueError as error:
        raise UsageError(
            tr("There is no metadata called {name}.", name=error),
            tr("There are: {known}.", known=", ".join(GROUPS)),
        ) from error
    return Encoding(
        format=None if format == "keep" else format,
        depth=None if depth == "keep" else cast(Depth, int(depth)),
        quality=quality,
        longest=longest,
        strip=stripped,
    )


def existing_option() -> Any:
    """What becomes of results whose place is taken."""
    return typer.Option(help=tr("What to do where a file stands already."))


def json_option() -> Any:
    """Records for programs instead of lines for people."""
    return typer.Option("--json", help=tr("One record a line on standard output."))


def all_presets() -> tuple[Preset, ...]:
    """Those of the program and those of the user."""
    return (*BUILT_IN, *OwnPresets(locations.presets()).find().presets)


def method_with(
    text: str, preset: str | None = None, model: str | None = None, **parameters: object
) -> Method:
    """The method of ``text``, or that of a ``preset``, with the ``parameters`` that are not None.

    ``model`` is for those members of a chain that name no weights themselves. Raises
    :class:`mirnet_gui.errors.UsageError`.
    """
    given = {name: value for name, value in parameters.items() if value is not None}
    method = _method_of(text, preset)
    if model is not None:
        method = with_weights(method, model)
    return with_parameters(method, **given)


def _method_of(text: str, preset: str | None) -> Method:
    if preset is None:
        return parse_method(text)
    if text != USUAL_METHOD:
        raise UsageError(
            tr("--preset and --method both say what is to be done."), tr("Leave one of them out.")
        )
    return preset_called(preset, all_presets()).method

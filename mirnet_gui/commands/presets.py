"""mirnet-gui presets: which there are, and taking one over from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from mirnet_gui import locations
from mirnet_gui.command import say, tell
from mirnet_gui.commands.arguments import all_presets, json_option
from mirnet_gui.language import tr
from mirnet_gui.methods.registry import text_of
from mirnet_gui.presets.own_presets import OwnPresets


def presets(
    import_file: Annotated[
        Path | None,
        typer.Option("--import", help=tr("Take over a preset from this file."), readable=False),
    ] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    """List the presets that there are: settings by a name."""
    own = OwnPresets(locations.presets())
    if import_file is not None:
        say(tr("The preset {name} can be chosen now.", name=own.take_in(import_file).name))
    for _, sentence in own.find().passed_over:
        say(sentence)
    for preset in all_presets():
        text = text_of(preset.method)
        if as_json:
            record = {"name": preset.name, "method": text, "built_in": preset.is_built_in}
            tell(json.dumps(record))
        else:
            tell(preset.label)
            tell(f"    {text}")

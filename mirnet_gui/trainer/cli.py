"""The command line of the trainer: mirnet-train. Runs where no Qt is installed."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mirnet_gui import __version__
from mirnet_gui.command import run_command
from mirnet_gui.language import mark, tr
from mirnet_gui.trainer.commands.evaluate import evaluate
from mirnet_gui.trainer.commands.export import export
from mirnet_gui.trainer.commands.finetune import finetune
from mirnet_gui.trainer.commands.fit import fit
from mirnet_gui.trainer.commands.prepare import prepare
from mirnet_gui.trainer.commands.prepare_photographs import prepare_photographs
from mirnet_gui.trainer.commands.preview_data import preview_data
from mirnet_gui.trainer.commands.report import report

app = typer.Typer(
    help=mark("Trains MIRNet on pairs of photographs."),
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; gives back 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    return run_command(app, "mirnet-train", arguments)


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help=tr("Print the version."))] = False,
) -> None:
    if version:
        typer.echo(f"mirnet-train {__version__}")
        raise typer.Exit


app.command()(fit)
app.command()(prepare)
app.command()(prepare_photographs)
app.command()(finetune)
app.command()(preview_data)
app.command()(evaluate)
app.command()(report)
app.command()(export)


if __name__ == "__main__":
    sys.exit(main())

"""The commands of mirnet-gui."""

from __future__ import annotations

import itertools
import json
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from mirnet_gui import __version__, locations
from mirnet_gui.command import tell
from mirnet_gui.commands.compare import compare
from mirnet_gui.commands.enhance import enhance
from mirnet_gui.commands.evaluate import evaluate
from mirnet_gui.commands.insight import insight
from mirnet_gui.commands.methods import methods
from mirnet_gui.commands.presets import presets
from mirnet_gui.commands.report import report
from mirnet_gui.commands.watch import watch
from mirnet_gui.errors import MirnetGuiError, UsageError
from mirnet_gui.language import mark, tr
from mirnet_gui.logs import kept_log
from mirnet_gui.network.catalog import SUFFIX, is_weights_file, list_weights, sha256_of
from mirnet_gui.photo.outputs import make_folder


class _PhotosByDefault(TyperGroup):
    """``mirnet-gui a.jpg b.jpg`` means ``mirnet-gui window a.jpg b.jpg``."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        if any(each == "" or (each.startswith("--") and each.endswith("=")) for each in args):
            # A variable that a script has not set: as a path it would be the folder one stands in.
            raise UsageError(
                tr("One of the arguments is empty."), tr("Name what is meant; . is this folder.")
            )
        options = itertools.takewhile(lambda each: each != "--", args)
        if file := next((each for each in options if each[:1] == "-" and _is_file(each)), None):
            raise UsageError(
                tr("The file {name} is called like an option.", name=file),
                tr("Write ./{name}.", name=file),
            )
        if not args or args[0] not in {*self.commands, "-h", "--help", "--version"}:
            self._refuse_a_word(args)
            args = ["window", *args]
        return super().parse_args(ctx, args)

    def _refuse_a_word(self, args: list[str]) -> None:
        """Raises where ``args`` begin with what is neither a command nor a file.

        An option there is that of a command which was left out: the window has none.
        """
        first = args[0] if args else ""
        if first.startswith("--") and first != "--":
            raise UsageError(
                tr("There is no option {name} without a command.", name=first.split("=")[0]),
                tr("Name the command before it: {known}.", known=", ".join(sorted(self.commands))),
            )
        word = Path(first)
        if word.name == str(word) and word.name.isalpha() and not word.exists():
            close = get_close_matches(word.name, self.commands, n=1)
            meant = [tr("Did you mean {name}?", name=close[0])] if close else []
            known = tr("There are: {known}.", known=", ".join(sorted(self.commands)))
            raise UsageError(
                tr("There is no command called {name}, and no file.", name=word.name),
                " ".join([*meant, known]),
            )


def _is_file(argument: str) -> bool:
    try:
        return Path(argument).is_file()
    except (OSError, ValueError):
        return False


app = typer.Typer(
    cls=_PhotosByDefault,
    help=mark(
        "Turns dark, noisy photographs into clear ones. Without a command it opens the window."
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
    add_completion=False,
    pretty_exceptions_enable=False,
)
models = typer.Typer(help=mark("The weights of the networks."), no_args_is_help=True)
app.add_typer(models, name="models")


@app.callback(invoke_without_command=True)
def _options(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=tr("Print the version."))] = False,
) -> None:
    if version:
        typer.echo(f"mirnet-gui {__version__}")
        raise typer.Exit
    if context.invoked_subcommand != "window":
        # The window keeps its log itself.
        context.with_resource(kept_log(locations.logs()))


@app.command()
def window(
    photos: Annotated[
        list[Path] | None, typer.Argument(help=tr("Photographs to open."), readable=False)
    ] = None,
) -> None:
    """Open the window (the same as no command at all)."""
    from mirnet_gui.app import open_window  # other commands run without Qt

    raise typer.Exit(open_window(photos or []))


app.command()(enhance)
app.command()(watch)
app.command()(report)
app.command()(compare)
app.command()(evaluate)
app.command()(insight)
app.command()(methods)
app.command()(presets)


@models.command("list")
def list_models() -> None:
    """List the weights that there are."""
    for entry in list_weights():
        tell(entry.name)
        for line in filter(None, (tr(entry.purpose), entry.figures)):
            tell(f"    {line}")
        for part, each in entry.files.items():
            task = f"{part} {entry.scale}x" if entry.scale > 1 else part
            tell(f"    {task:10} {sha256_of(each.path)[:16]} {each.path}")


@models.command("import")
def import_model(
    file: Annotated[
        Path,
        typer.Argument(help=tr("A checkpoint in the format of the public code."), readable=False),
    ],
    name: Annotated[str | None, typer.Option(help=tr("What to call the weights."))] = None,
    task: Annotated[
        str, typer.Option(help=tr("What it was trained for: whole, denoise or enlarge."))
    ] = "whole",
    scale: Annotated[
        int, typer.Option(help=tr("How many times as wide and high it makes a picture: 2, 3 or 4."))
    ] = 1,
) -> None:
    """Take over a checkpoint of yours in the official format; code inside it is never run."""
    from mirnet_gui.network.checkpoints import load_weights, save_weights  # loads torch
    from mirnet_gui.network.official import load_official  # loads torch

    chosen = name or file.stem
    if not chosen.replace("-", "").replace("_", "").replace(".", "").isalnum():
        raise UsageError(
            tr("{chosen} is not a good name for weights.", chosen=chosen),
            tr("Use letters, digits, - and _."),
        )
    if chosen in {entry.name for entry in list_weights()}:
        raise UsageError(
            tr("There are weights called {chosen} already.", chosen=chosen), tr("Choose a --name.")
        )
    # Weights of this program say themselves what they are for.
    is_own = is_weights_file(file)
    network = load_weights(file) if is_own else load_official(file, task, scale)
    target = locations.user_weights() / f"{chosen}{SUFFIX}"
    save_weights(network, target)
    tell(tr("Imported as {chosen}: {target}", chosen=chosen, target=target))


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help=tr("As JSON."))] = False,
    report: Annotated[
        Path | None,
        typer.Option(help=tr("Folder for a ZIP file of this, the log and the settings.")),
    ] = None,
) -> None:
    """Print what a report of a problem needs: versions, devices, weights, places."""
    from mirnet_gui.doctor import examine  # loads torch

    if report is not None:
        from mirnet_gui.diagnostics import save_diagnostics

        make_folder(report)
        written = save_diagnostics(report)
        told = {"report": str(written)}
        tell(json.dumps(told) if as_json else tr("Written to {output}", output=written))
        return
    found = examine()
    if as_json:
        for line in json.dumps(found.to_dict(), indent=2).splitlines():
            tell(line)
    else:
        _print_examination(found.to_dict())
    raise typer.Exit(MirnetGuiError.exit_code if found.problems else 0)


def _print_examination(found: dict[str, object]) -> None:
    for title, content in found.items():
        if isinstance(content, dict):
            tell(f"{title}:")
            for key, value in content.items():
                tell(f"  {key:24} {value}")
        elif isinstance(content, list):
            tell(f"{title}:" if content else tr("{title}: none", title=title))
            for entry in content:
                line = "  ".join(entry.values()) if isinstance(entry, dict) else entry
                tell(f"  {line}")
        else:
            tell(f"{title}: {content}")

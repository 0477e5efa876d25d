"""Which weights there are: those that ship with the program and the user's own."""

from __future__ import annotations

import hashlib
import json
import math
import os
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from safetensors import SafetensorError, safe_open

from mirnet_gui import locations
from mirnet_gui.errors import UnknownWeights, WeightsError
from mirnet_gui.formatting import listed
from mirnet_gui.language import tr
from mirnet_gui.network.config import SCALES, TASKS, NetworkTask

SUFFIX = ".safetensors"
_CHECKPOINTS: Final = (".pth", ".pt")
_PAIR: Final[tuple[NetworkTask, ...]] = ("light", "detail")
_COARSE: Final = "coarse"


@dataclass(frozen=True, slots=True)
class Pass:
    """One file of a set: ``sha256`` is None for the user's own, which nobody vouches for.

    ``scale`` is how many times as high and as wide a result is; ``coarse`` what cleans smaller
    copies of a photograph before this pass, which does that itself where there is none.
    """

    task: NetworkTask
    path: Path
    sha256: str | None = None
    scale: int = 1
    coarse: Pass | None = None


@dataclass(frozen=True, slots=True)
class WeightsEntry:
    """One set of weights: a pass of light and one of detail, either of them, or one of all.

    Or one that takes noise away, or enlarges.
    """

    name: str
    passes: tuple[Pass, ...]
    purpose: str
    training_data: str = ""
    licence: str = ""
    figures: str = ""

    @property
    def shipped(self) -> bool:
        """Whether the weights came with the program."""
        return all(each.sha256 is not None for each in self.files.values())

    @property
    def files(self) -> dict[str, Pass]:
        """See :func:`files_of`."""
        return files_of(self.passes)

    @property
    def tasks(self) -> tuple[NetworkTask, ...]:
        """What its passes do, in their order."""
        return tuple(each.task for each in self.passes)

    @property
    def has_light(self) -> bool:
        """Whether it brightens, so that the light of a result can be had without its detail."""
        return bool({"light", "whole"} & {*self.tasks}) and self.scale == 1

    @property
    def scale(self) -> int:
        """How many times as high and as wide as a photograph a result is."""
        return math.prod(each.scale for each in self.passes)


def files_of(passes: Iterable[Pass]) -> dict[str, Pass]:
    """Every file of ``passes`` by its task, or ``coarse``, in the order in which they work."""
    files = {}
    for each in passes:
        if each.coarse:
            files[_COARSE] = each.coarse
        files[each.task] = each
    return files


def list_weights() -> list[WeightsEntry]:
    """All weights by name, shipped ones first and in the order of the catalog.

    Raises :class:`WeightsError` when the shipped catalog is missing or damaged.
    """
    shipped = list(_shipped(locations.shipped_weights()))
    taken = {entry.name for entry in shipped}
    return shipped + [own for own in _own(locations.user_weights()) if own.name not in taken]


def find_weights(name: str) -> WeightsEntry:
    """The weights called ``name``, or those in the file ``name`` points to, with its suffix or not.

    Raises :class:`WeightsError` naming the weights that there are when nothing fits.
    """
    entries = list_weights()
    for entry in entries:
        if entry.name == name:
            return entry
    path = Path(name)
    for file in (path, Path(f"{path}{SUFFIX}")):
        if file.suffix == SUFFIX and os.path.isfile(file):  # noqa: PTH113 - no to forbidden names
            return WeightsEntry(file.stem, (_own_pass(file),), tr("The file {path}", path=file))
    if found := _pair_of(path):
        return WeightsEntry(
            path.name, found, tr("The files {path}-*{suffix}", path=path, suffix=SUFFIX)
        )
    raise _not_found(name, path, entries)


def only_pass(entry: WeightsEntry) -> Pass:
    """The one file of a set of one pass. Raises :class:`WeightsError` for sets of two."""
    if len(entry.passes) != 1:
        names = listed([str(each.path) for each in entry.passes])
        raise WeightsError(
            tr("The weights {name} have {count} passes.", name=entry.name, count=len(entry.passes)),
            tr("Name one: {names}.", names=names),
        )
    return entry.passes[0]


def _not_found(name: str, path: Path, entries: list[WeightsEntry]) -> WeightsError:
    if os.path.exists(path):  # noqa: PTH110 - no to forbidden names
        if path.suffix in _CHECKPOINTS:
            hint = tr("Take it over with: mirnet-gui models import {name}.", name=name)
            return WeightsError(tr("{name} is not a weights file.", name=name), hint)
        return WeightsError(
            tr("{name} is not a weights file.", name=name),
            tr(
                "A run or checkpoint becomes one with: mirnet-train export {name} "
                "--output NAME{suffix}.",
                name=name,
                suffix=SUFFIX,
            ),
        )
    known = ", ".join(entry.name for entry in entries) or tr("none")
    sentence = (
        tr("There are no weights called {name} and no file {name}.", name=name)
        if path.suffix or len(path.parts) > 1
        else tr("There are no weights called {name}.", name=name)
    )
    return UnknownWeights(sentence, tr("There are: {known}.", known=known))


def sha256_of(path: Path) -> str:
    """Checksum of a file, as hexadecimal digits; "" when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def modified(path: Path) -> float:
    """When the file was last written; 0 when it is not there."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _shipped(folder: Path) -> Iterator[WeightsEntry]:
    catalog = folder / "catalog.toml"
    try:
        tables = tomllib.loads(catalog.read_text(encoding="utf-8")).get("weights", {})
        for name, table in tables.items():
            yield _entry(name, folder, table)
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise WeightsError(
            tr("The catalog of weights {catalog} is missing or damaged.", catalog=catalog),
            tr("Install the program again."),
        ) from error


def _entry(name: str, folder: Path, table: dict[str, Any]) -> WeightsEntry:
    passes = tuple(_shipped_pass(task, folder, table[task]) for task in TASKS if task in table)
    if not passes:
        raise KeyError("passes")
    return WeightsEntry(
        name=name,
        passes=passes,
        purpose=table["purpose"],
        training_data=table["training_data"],
        licence=table["licence"],
        figures=table["figures"],
    )


def _shipped_pass(task: NetworkTask, folder: Path, table: dict[str, Any]) -> Pass:
    coarse = table.get(_COARSE)
    return Pass(
        task,
        folder / table["file"],
        table["sha256"],
        int(table.get("scale", 1)),
        coarse and _shipped_pass(task, folder, coarse),
    )


def _own(folder: Path) -> Iterator[WeightsEntry]:
    """Those in ``folder``: NAME-light and NAME-detail are the set NAME, others stand alone.

    NAME-coarse belongs to it, too. Where a file NAME stands beside them, all stand alone.
    """
    paths = sorted(folder.glob(f"*{SUFFIX}"))
    for name in dict.fromkeys(_set_name(path) for path in paths):
        pair = _pair_of(folder / name)
        single = folder / f"{name}{SUFFIX}"
        passes = pair if pair and single not in paths else (_own_pass(single),)
        yield WeightsEntry(name, passes, tr("Your own weights"))


def _set_name(path: Path) -> str:
    stem = path.stem
    for part in (*_PAIR, _COARSE):
        stem = stem.removesuffix(f"-{part}")
    base = path.with_name(stem)
    taken = base.with_name(f"{base.name}{SUFFIX}").is_file()
    return base.name if _pair_of(base) and not taken else path.stem


def _pair_of(base: Path) -> tuple[Pass, ...]:
    light, detail, coarse = (
        base.with_name(f"{base.name}-{part}{SUFFIX}") for part in (*_PAIR, _COARSE)
    )
    there = [path for path in (light, detail, coarse) if os.path.isfile(path)]  # noqa: PTH113 - no to forbidden names
    if not {light, detail} <= {*there}:
        return ()
    before = Pass("detail", coarse) if coarse in there else None
    return (Pass("light", light), Pass("detail", detail, coarse=before))


def _own_pass(path: Path) -> Pass:
    header = _in_header(path)
    scale = header.get("scale")
    return Pass(task_in_header(path), path, scale=scale if scale in SCALES else 1)


def is_weights_file(path: Path) -> bool:
    """Whether ``path`` is a weights file of this program, which says what it was made for."""
    return path.suffix == SUFFIX and "task" in _in_header(path)


def task_in_header(path: Path) -> NetworkTask:
    """What the weights file ``path`` says that it was made for; ``whole`` where it does not.

    A damaged file says nothing either: that it is damaged is told when it is loaded.
    """
    task = _in_header(path).get("task")
    return next((known for known in TASKS if known == task), "whole")


def _in_header(path: Path) -> dict[str, Any]:
    try:
        with safe_open(path, framework="np") as file:
            header = json.loads((file.metadata() or {})["config"])
    except (SafetensorError, OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return header if isinstance(header, dict) else {}

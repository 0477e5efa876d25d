"""Which weights there are: those that ship with the program and the user's own."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mirnet_gui import locations
from mirnet_gui.errors import WeightsError

SUFFIX = ".safetensors"


@dataclass(frozen=True, slots=True)
class WeightsEntry:
    """One set of weights: ``sha256`` is None for the user's own, which nobody vouches for."""

    name: str
    path: Path
    purpose: str
    sha256: str | None = None
    training_data: str = ""
    licence: str = ""
    figures: str = ""

    @property
    def shipped(self) -> bool:
        """Whether the weights came with the program."""
        return self.sha256 is not None


def list_weights() -> list[WeightsEntry]:
    """All weights by name, shipped ones first and in the order of the catalog.

    Raises :class:`WeightsError` when the shipped catalog is missing or damaged.
    """
    shipped = list(_shipped(locations.shipped_weights()))
    taken = {entry.name for entry in shipped}
    return shipped + [own for own in _own(locations.user_weights()) if own.name not in taken]


def find_weights(name: str) -> WeightsEntry:
    """The weights called ``name``, or those in the file ``name`` points to.

    Raises :class:`WeightsError` naming the weights that there are when nothing fits.
    """
    entries = list_weights()
    for entry in entries:
        if entry.name == name:
            return entry
    path = Path(name)
    if path.suffix == SUFFIX and os.path.isfile(path):  # noqa: PTH113 - no to forbidden names
        return WeightsEntry(path.stem, path, f"The file {path}")
    raise _not_found(name, path, entries)


def _not_found(name: str, path: Path, entries: list[WeightsEntry]) -> WeightsError:
    if os.path.exists(path):  # noqa: PTH110 - no to forbidden names
        return WeightsError(
            f"{name} is no weights file.",
            f"A run or checkpoint becomes one with: mirnet-train export {name} --output"
            f" NAME{SUFFIX}.",
        )
    known = ", ".join(entry.name for entry in entries) or "none"
    missing = f" and no file {name}" if path.suffix or len(path.parts) > 1 else ""
    return WeightsError(f"There are no weights called {name}{missing}.", f"There are: {known}.")


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
            f"The catalog of weights {catalog} is missing or damaged.", "Install the program again."
        ) from error


def _entry(name: str, folder: Path, table: dict[str, Any]) -> WeightsEntry:
    return WeightsEntry(
        name=name,
        path=folder / table["file"],
        purpose=table["purpose"],
        sha256=table["sha256"],
        training_data=table["training_data"],
        licence=table["licence"],
        figures=table["figures"],
    )


def _own(folder: Path) -> Iterator[WeightsEntry]:
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        yield WeightsEntry(path.stem, path, "Your own weights")

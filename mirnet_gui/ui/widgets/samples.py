"""The sample photographs that the program ships with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mirnet_gui import locations
from mirnet_gui.language import mark, tr
from mirnet_gui.photo.naming import is_supported

_MOST = 3
# Made known to the catalogs of messages; a title comes from the name of its file.
mark("Cat in the dusk")
mark("Coffee by candlelight")
mark("Portrait in the shade")


@dataclass(frozen=True, slots=True)
class Sample:
    """A photograph and what it is called in the window."""

    path: Path
    title: str


def samples() -> list[Sample]:
    """The first few, by name; none when the folder is not there."""
    folder = locations.resources() / "samples"
    if not folder.is_dir():
        return []
    paths = sorted(path for path in folder.iterdir() if is_supported(path))
    return [Sample(path, _title(path)) for path in paths[:_MOST]]


def _title(path: Path) -> str:
    words = path.stem.replace("-", " ").replace("_", " ").strip()
    title = words[:1].upper() + words[1:]
    return tr(title)

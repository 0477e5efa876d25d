"""Whether every picture of a run is as large as its patches, asked before it begins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mirnet_gui.photo.pairs import paired_folder, pictures_in
from mirnet_gui.photo.reading import probe
from mirnet_gui.trainer.config import Source, TrainingConfig
from mirnet_gui.trainer.data.cutting import check_size


def check_sizes(config: TrainingConfig, root: Path) -> None:
    """Look at the header of every picture that patches are cut from.

    Raises :class:`mirnet_gui.errors.DataError` naming the first that is too small, and
    :class:`mirnet_gui.errors.UnreadablePhoto`.
    """
    if config.task == "light":
        # It sees whole pictures, reduced, of whatever size.
        return
    patch = max(stage.patch for stage in config.stages) * config.network.scale
    for source in config.sources:
        for path in _pictures(source, root):
            found = probe(path)
            check_size(path, found.width, found.height, patch)


def _pictures(source: Source, root: Path) -> Iterator[Path]:
    if source.kind == "clean":
        yield from pictures_in(root / source.folder)
        return
    for number, pair in enumerate(paired_folder(root / source.folder)):
        if not source.held_out or number % source.held_out:
            yield pair.low
            yield pair.high

"""Whether every picture of a run is of a size to learn from, asked before it begins."""

from __future__ import annotations

from pathlib import Path

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.photo.pairs import Pair, check_dimensions, is_paired, paired_folder, pictures_in
from mirnet_gui.photo.reading import probe
from mirnet_gui.trainer.config import Source, TrainingConfig
from mirnet_gui.trainer.data.cutting import check_size


def check_sizes(config: TrainingConfig, root: Path) -> None:
    """Look at the header of every picture that is cut from, and of every pair.

    Raises :class:`mirnet_gui.errors.DataError` naming the first that is smaller than a patch, or
    whose reference is of another size than the task asks for, and
    :class:`mirnet_gui.errors.UnreadablePhoto`.
    """
    scale = config.network.scale
    # The task `light` sees whole pictures, reduced, of whatever size.
    patch = 0 if config.task == "light" else max(stage.patch for stage in config.stages)
    for source in config.sources:
        if source.kind == "pairs":
            _check_source(source, root, patch, scale)
        elif patch:
            for path in pictures_in(root / source.folder):
                _check_picture(path, patch * scale)
    validation = root / config.validation
    if is_paired(validation) or config.task != "enlarge":
        _check_pairs(paired_folder(validation)[:: config.validation_held_out or 1], 0, scale)


def _check_source(source: Source, root: Path, patch: int, scale: int) -> None:
    pairs = _learnt_from(source, root)
    if not source.usable_only:
        _check_pairs(pairs, patch, scale)
        return
    # One that can be learnt from is enough.
    for number, pair in enumerate(pairs, start=1):
        try:
            _check_pairs([pair], patch, scale)
        except MirnetGuiError:
            if number == len(pairs):
                raise
        else:
            return


def _learnt_from(source: Source, root: Path) -> list[Pair]:
    pairs = paired_folder(root / source.folder, usable_only=source.usable_only)
    return [pair for n, pair in enumerate(pairs) if not source.held_out or n % source.held_out]


def _check_pairs(pairs: list[Pair], patch: int, scale: int) -> None:
    for pair in pairs:
        low, high = _check_picture(pair.low, patch), _check_picture(pair.high, patch)
        check_dimensions(pair, low, high, scale)


def _check_picture(path: Path, patch: int) -> tuple[int, int]:
    found = probe(path)
    check_size(path, found.width, found.height, patch)
    return found.width, found.height

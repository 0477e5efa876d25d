"""Paired folders in the LOL layout, and pictures kept in memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.photo.naming import is_supported
from mirnet_gui.photo.photo import Pixels, peak_of
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.trainer.data.degradation import Floats


class DataError(MirnetGuiError):
    """A folder of training pictures is not what it should be."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A dark photograph and its well-lit reference."""

    low: Path
    high: Path


def pictures_in(folder: Path) -> list[Path]:
    """All supported pictures of one folder, by name. Raises :class:`DataError` when empty."""
    found = sorted(p for p in folder.glob("*") if p.is_file() and is_supported(p))
    if not found:
        what = f"There are no pictures in {folder}." if folder.is_dir() else f"No folder {folder}."
        raise DataError(what, "Check the name; a paired folder has low/ and high/ in it.")
    return found


def paired_folder(folder: Path) -> list[Pair]:
    """The pairs of ``folder/low`` and ``folder/high`` by name without extension.

    Raises :class:`DataError` naming the first picture that has no partner.
    """
    lows = {path.stem: path for path in pictures_in(folder / "low")}
    highs = {path.stem: path for path in pictures_in(folder / "high")}
    if alone := sorted(lows.keys() ^ highs.keys()):
        raise DataError(
            f"In {folder}, {alone[0]} stands in only one of low/ and high/.",
            "Every picture needs a partner of the same name in the other folder.",
        )
    return [Pair(lows[stem], highs[stem]) for stem in sorted(lows)]


class PictureCache:
    """Decoded pictures kept in memory, so that every file is read once a run."""

    def __init__(self) -> None:
        self._pixels: dict[Path, Pixels] = {}

    def read(self, path: Path) -> Pixels:
        """Pixels (H, W, 3) of ``path`` at the file's depth."""
        if path not in self._pixels:
            self._pixels[path] = read_photo(path).pixels
        return self._pixels[path]

    def read_pair(self, pair: Pair) -> tuple[Pixels, Pixels]:
        """Both pictures. Raises :class:`DataError` when their sizes differ."""
        low, high = self.read(pair.low), self.read(pair.high)
        if low.shape != high.shape:
            raise DataError(f"{pair.low} and {pair.high} are not of the same size.")
        return low, high


def to_float(pixels: Pixels) -> Floats:
    """The same pixels as float32 in [0, 1]."""
    scaled: Floats = np.divide(pixels, peak_of(pixels.dtype), dtype=np.float32)
    return scaled.clip(0.0, 1.0)


def to_tensor(pixels: Pixels) -> Tensor:
    """(H, W, 3) at any depth -> (3, H, W) float32 in [0, 1]."""
    return torch.from_numpy(np.ascontiguousarray(to_float(pixels).transpose(2, 0, 1)))


class PairDataset(Dataset[tuple[Tensor, Tensor]]):
    """Whole pictures of a paired folder, for validation: (low, high), each (3, H, W)."""

    def __init__(self, folder: Path) -> None:
        self.pairs = paired_folder(folder)

    def __len__(self) -> int:
        return len(self.pairs)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        low, high = PictureCache().read_pair(self.pairs[index])
        return to_tensor(low), to_tensor(high)

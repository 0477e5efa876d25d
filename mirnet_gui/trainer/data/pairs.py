"""Pairs kept in memory, and as tensors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from mirnet_gui.photo.pairs import Pair, check_sizes, in_colours_of, paired_folder, pictures_in
from mirnet_gui.photo.photo import Photo, Pixels, peak_of
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.sizes import shrunk
from mirnet_gui.photo.values import Floats


class PictureCache:
    """Decoded pictures kept in memory, so that every file is read once a run."""

    def __init__(self) -> None:
        self._photos: dict[Path, Photo] = {}
        self._references: dict[Pair, Pixels] = {}

    def read(self, path: Path) -> Pixels:
        """Pixels (H, W, 3) of ``path`` at the file's depth."""
        return self._photo(path).pixels

    def read_pair(self, pair: Pair, scale: int = 1) -> tuple[Pixels, Pixels]:
        """Both, in the RGB space of the first.

        Raises :class:`DataError` when the second is not ``scale`` times as large.
        """
        low = self._photo(pair.low)
        if pair not in self._references:
            high = self._photo(pair.high)
            check_sizes(pair, low.pixels, high.pixels, scale)
            self._references[pair] = in_colours_of(high, low).pixels
        return low.pixels, self._references[pair]

    def _photo(self, path: Path) -> Photo:
        if path not in self._photos:
            photo = read_photo(path)
            self._photos[path] = Photo(photo.pixels, profile=photo.profile)
        return self._photos[path]


def reduced_pair(path: Path, scale: int) -> tuple[Pixels, Pixels]:
    """The picture ``path`` reduced bicubically by ``scale``, and the picture, of one depth.

    What does not divide is cut off below and right.
    """
    large = read_photo(path).pixels
    height, width = (side - side % scale for side in large.shape[:2])
    large = large[:height, :width]
    return shrunk(large, scale), large


def to_float(pixels: Pixels) -> Floats:
    """The same pixels as float32 in [0, 1]."""
    scaled: Floats = np.divide(pixels, peak_of(pixels.dtype), dtype=np.float32)
    return scaled.clip(0.0, 1.0)


def to_tensor(pixels: Pixels) -> Tensor:
    """(H, W, 3) at any depth -> (3, H, W) float32 in [0, 1]."""
    return torch.from_numpy(np.ascontiguousarray(to_float(pixels).transpose(2, 0, 1)))


class PairDataset(Dataset[tuple[Tensor, Tensor]]):
    """Whole pictures of a paired folder, for validation: (3, H, W) and (3, scale * H, scale * W).

    Only every ``held_out``-th of them, from the first on (0: all).
    """

    def __init__(self, folder: Path, held_out: int = 0, scale: int = 1) -> None:
        self.pairs = paired_folder(folder)[:: held_out or 1]
        self._scale = scale

    @property
    def names(self) -> list[str]:
        """What each is called."""
        return [pair.low.stem for pair in self.pairs]

    def __len__(self) -> int:
        return len(self.pairs)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        low, high = PictureCache().read_pair(self.pairs[index], self._scale)
        return to_tensor(low), to_tensor(high)


class ReducedDataset(Dataset[tuple[Tensor, Tensor]]):
    """Whole pictures of a folder, reduced bicubically by ``scale``, for validation.

    (3, H, W) and (3, scale * H, scale * W) each; what does not divide is cut off below and right.
    """

    def __init__(self, folder: Path, scale: int) -> None:
        self._paths = pictures_in(folder)
        self._scale = scale

    @property
    def names(self) -> list[str]:
        """What each is called."""
        return [path.stem for path in self._paths]

    def __len__(self) -> int:
        return len(self._paths)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        small, large = reduced_pair(self._paths[index], self._scale)
        return to_tensor(small), to_tensor(large)

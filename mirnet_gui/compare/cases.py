"""What methods are measured on: a picture, and what should become of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from mirnet_gui.photo.pairs import Pair, check_sizes, in_colours_of, paired_folder, pictures_in
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.sizes import shrunk


class Case(Protocol):
    """One picture to measure on; ``border`` pixels along its sides are not counted."""

    @property
    def source(self) -> Path:
        """The file that it comes from."""
        ...

    def read(self, scale: int) -> tuple[Photo, Pixels]:
        """What a method gets, and what it should make of it, ``scale`` times as large."""
        ...

    def border(self, scale: int) -> int:
        """How many pixels along the sides of a result are not counted."""
        ...


@dataclass(frozen=True, slots=True)
class PairCase:
    """A picture whose reference somebody took."""

    pair: Pair

    @property
    def source(self) -> Path:
        """See :class:`Case`."""
        return self.pair.low

    def read(self, scale: int) -> tuple[Photo, Pixels]:
        """See :class:`Case`. Raises :class:`mirnet_gui.errors.DataError` for another size."""
        low, high = read_photo(self.pair.low), read_photo(self.pair.high)
        check_sizes(self.pair, low.pixels, high.pixels, scale)
        return low, in_colours_of(high, low).pixels

    def border(self, _scale: int) -> int:
        """See :class:`Case`."""
        return 0


@dataclass(frozen=True, slots=True)
class ReducedCase:
    """A picture that is reduced bicubically, as benchmarks of enlarging have it.

    What does not divide is cut off below and right; as many pixels as the scale are not counted.
    """

    source: Path

    def read(self, scale: int) -> tuple[Photo, Pixels]:
        """See :class:`Case`."""
        photo = read_photo(self.source)
        height, width = (side - side % scale for side in photo.pixels.shape[:2])
        large = photo.pixels[:height, :width]
        return Photo(shrunk(large, scale), profile=photo.profile), large

    def border(self, scale: int) -> int:
        """See :class:`Case`."""
        return scale


def paired_cases(folder: Path, held_out: int = 1) -> Sequence[Case]:
    """Every ``held_out``-th pair of ``folder``, from the first on; raises what that raises."""
    return [PairCase(pair) for pair in paired_folder(folder)[::held_out]]


def reduced_cases(folder: Path, held_out: int = 1) -> Sequence[Case]:
    """Every ``held_out``-th picture of ``folder``, from the first on; raises :class:`DataError`."""
    return [ReducedCase(path) for path in pictures_in(folder)[::held_out]]

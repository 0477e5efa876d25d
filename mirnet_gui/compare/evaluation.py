"""How good a method is on a paired folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from mirnet_gui.compare.fidelity import Fidelity, fidelity
from mirnet_gui.compare.result import compute
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import text_of
from mirnet_gui.photo.pairs import Pair, check_same_size
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, ProgressCallback, share_of


@dataclass(frozen=True, slots=True)
class PairFigures:
    """What a method reached on one pair, in how many seconds."""

    name: str
    fidelity: Fidelity
    seconds: float
    megapixels: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a method reached on all pairs of a folder, of which there is at least one."""

    method: str
    pairs: tuple[PairFigures, ...]

    @property
    def mean(self) -> Fidelity:
        """Mean of the pairs' PSNR, and of their SSIM."""
        reached = [pair.fidelity for pair in self.pairs]
        return Fidelity(fmean(it.psnr for it in reached), fmean(it.ssim for it in reached))

    @property
    def seconds_per_megapixel(self) -> float:
        """Seconds of the method alone over the size of all pictures, without reading files."""
        return sum(p.seconds for p in self.pairs) / sum(p.megapixels for p in self.pairs)


def evaluate(
    method: Method, pairs: Sequence[Pair], progress: ProgressCallback, cancel: CancelToken
) -> Evaluation:
    """Apply ``method`` to the dark picture of every pair and compare with the well-lit one.

    A result is measured as it would be saved, rounded to the depth of its file.

    Raises what the method raises, :class:`mirnet_gui.errors.UnreadablePhoto`,
    :class:`mirnet_gui.errors.DataError` for pictures of two sizes and
    :class:`mirnet_gui.errors.Cancelled` within a second of ``cancel``.
    """
    measured = [
        _measure(method, pair, share_of(progress, number, len(pairs), "pair"), cancel)
        for number, pair in enumerate(pairs)
    ]
    return Evaluation(text_of(method), tuple(measured))


def _measure(
    method: Method, pair: Pair, progress: ProgressCallback, cancel: CancelToken
) -> PairFigures:
    low, high = read_photo(pair.low).pixels, read_photo(pair.high).pixels
    check_same_size(pair, low, high)
    result = compute(method, low, progress, cancel)
    megapixels = low.shape[0] * low.shape[1] / 1e6
    reached = fidelity(result.pixels, high)
    return PairFigures(pair.low.stem, reached, result.seconds, megapixels)

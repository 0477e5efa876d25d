"""How good a method is on a paired folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from mirnet_gui.compare.cases import Case
from mirnet_gui.compare.fidelity import Fidelity, fidelity
from mirnet_gui.compare.result import compute
from mirnet_gui.errors import Cancelled, DataError
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import text_of
from mirnet_gui.photo.error_messages import quoted, reason_of
from mirnet_gui.progress import CancelToken, ProgressCallback, share_of


@dataclass(frozen=True, slots=True)
class PairFigures:
    """What a method reached on one pair, in how many seconds."""

    name: str
    fidelity: Fidelity
    seconds: float
    megapixels: float


@dataclass(frozen=True, slots=True)
class PairFailure:
    """A pair that could not be measured, and the sentence why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a method reached on the pairs of a folder, of which at least one was measured."""

    method: str
    pairs: tuple[PairFigures, ...]
    failed: tuple[PairFailure, ...] = ()

    @property
    def mean(self) -> Fidelity:
        """Mean of each figure of the pairs."""
        reached = [pair.fidelity for pair in self.pairs]
        return Fidelity(
            fmean(it.psnr for it in reached),
            fmean(it.ssim for it in reached),
            fmean(it.luma_psnr for it in reached),
        )

    @property
    def seconds_per_megapixel(self) -> float:
        """Seconds of the method alone over the size of all pictures, without reading files."""
        return sum(p.seconds for p in self.pairs) / sum(p.megapixels for p in self.pairs)


def evaluate(
    method: Method, cases: Sequence[Case], progress: ProgressCallback, cancel: CancelToken
) -> Evaluation:
    """Apply ``method`` to the picture of every case and compare with what it should become.

    A result is measured as it would be saved, rounded to the depth of its file. A pair that cannot
    be measured does not stop the others.

    Raises :class:`mirnet_gui.errors.DataError` when none could be, and
    :class:`mirnet_gui.errors.Cancelled` within a second of ``cancel``.
    """
    measured: list[PairFigures] = []
    failed: list[PairFailure] = []
    for number, case in enumerate(cases):
        share = share_of(progress, number, len(cases), "pair")
        try:
            measured.append(_measure(method, case, share, cancel))
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the other pairs go on
            failed.append(PairFailure(case.source.stem, reason_of(error, quoted(case.source))))
    if not measured:
        raise DataError(
            tr(
                "{method} could be measured on no pair. {reason}",
                method=text_of(method),
                reason=failed[0].reason,
            )
        )
    return Evaluation(text_of(method), tuple(measured), tuple(failed))


def _measure(
    method: Method, case: Case, progress: ProgressCallback, cancel: CancelToken
) -> PairFigures:
    low, high = case.read(method.scale)
    result = compute(method, low, progress, cancel)
    megapixels = low.width * low.height / 1e6
    reached = fidelity(result.pixels, high, case.border(method.scale))
    return PairFigures(case.source.stem, reached, result.seconds, megapixels)

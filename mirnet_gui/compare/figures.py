"""The figures of one result: how near to the reference, and what can be said without one."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mirnet_gui.compare.fidelity import Fidelity, fidelity
from mirnet_gui.formatting import number
from mirnet_gui.language import mark, tr
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.quality.no_reference import MEASURES, measured

_PSNR = mark(
    "How near each value is to the reference: every 6 dB halve the "
    "error. It takes a shift in brightness for as bad as noise."
)
_SSIM = mark(
    "How alike structures are to those of the reference, 1 at best. It hardly sees colours."
)
_NEED_A_REFERENCE = ("psnr", "ssim")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the figure called ``name`` says and what it does not, in the user's language."""

    name: str
    label: str
    text: str


def meanings(*, with_reference: bool = True) -> list[Meaning]:
    """Those of all figures, in the order in which they are shown."""
    told = [Meaning("psnr", "PSNR", tr(_PSNR)), Meaning("ssim", "SSIM", tr(_SSIM))]
    told += [Meaning(m.name, tr(m.label), tr(m.tooltip)) for m in MEASURES]
    return [each for each in told if with_reference or each.name not in _NEED_A_REFERENCE]


@dataclass(frozen=True, slots=True)
class Figures:
    """``measures`` by name, see :data:`mirnet_gui.quality.no_reference.MEASURES`."""

    measures: dict[str, float]
    fidelity: Fidelity | None = None

    def to_dict(self) -> dict[str, float | None]:
        """All of them by name; None where there is none, or no finite one."""
        psnr = self.fidelity.psnr if self.fidelity and math.isfinite(self.fidelity.psnr) else None
        ssim = self.fidelity.ssim if self.fidelity else None
        return {"psnr": psnr, "ssim": ssim, **self.measures}


def figures_of(pixels: Pixels, reference: Pixels | None = None) -> Figures:
    """The figures of ``pixels`` (H, W, 3); with PSNR and SSIM where there is a ``reference``
    of their size.

    Raises :class:`mirnet_gui.errors.DataError`, see :func:`fidelity`.
    """
    if reference is None or reference.shape != pixels.shape:
        return Figures(measured(pixels))
    return Figures(measured(pixels), fidelity(pixels, reference))


def lines_of(figures: Figures, seconds: float | None) -> list[str]:
    """As they stand beside a picture: the reference first, then the rest in two short lines."""
    lines = []
    if figures.fidelity is not None:
        lines.append(
            tr(
                "PSNR {psnr} · SSIM {ssim:.3f}",
                psnr=decibels(figures.fidelity.psnr),
                ssim=figures.fidelity.ssim,
            )
        )
    numbers = {m.name: number(figures.measures[m.name], m.digits) for m in MEASURES}
    first = [
        tr("mean {number}", number=numbers["mean"]),
        tr("contrast {number}", number=numbers["contrast"]),
        tr("noise {number}", number=numbers["noise"]),
    ]
    second = [
        tr("clipped {dark} / {bright} %", dark=numbers["shadows"], bright=numbers["highlights"]),
        tr("entropy {number}", number=numbers["entropy"]),
        tr("colour {number}", number=numbers["colour_shift"]),
    ]
    digits = 2 if seconds is not None and seconds < 10 else 0
    time = [] if seconds is None else [tr("{seconds} s", seconds=number(seconds, digits))]
    return [*lines, " · ".join([*time, *first]), " · ".join(second)]


def decibels(psnr: float) -> str:
    """As in "20.13 dB"; the reference itself has no number of them."""
    return f"{number(psnr, 2)} dB" if math.isfinite(psnr) else "∞ dB"

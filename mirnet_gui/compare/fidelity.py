"""How near a result comes to its reference, by the measures that the trainer uses as well."""

from __future__ import annotations

from dataclasses import dataclass

from mirnet_gui.errors import DataError
from mirnet_gui.language import tr
from mirnet_gui.photo.photo import Pixels

_LEAST_SIDE = 11


@dataclass(frozen=True, slots=True)
class Fidelity:
    """PSNR in dB (infinite for the reference itself) and SSIM, see :mod:`mirnet_gui.quality`.

    ``luma_psnr`` is that of the luma alone, of which benchmarks of enlarging tell.
    """

    psnr: float
    ssim: float
    luma_psnr: float


def fidelity(pixels: Pixels, reference: Pixels, border: int = 0) -> Fidelity:
    """PSNR and SSIM of ``pixels`` against ``reference``, RGB at full size, each at its own depth.

    Both (H, W, 3) of the same size; ``border`` pixels along their sides are not counted. Nothing is
    adjusted to the reference: no ground-truth-mean correction, no alignment. Raises
    :class:`DataError` below 11 x 11 pixels, the window of SSIM.
    """
    if border:
        pixels, reference = (each[border:-border, border:-border] for each in (pixels, reference))
    if min(pixels.shape[:2]) < _LEAST_SIDE:
        raise DataError(
            tr("The picture is too small to be measured."), tr("It takes 11 x 11 pixels.")
        )
    # torch takes seconds to load and has no place in the window's start.
    from mirnet_gui.inference.pixels import to_tensor
    from mirnet_gui.quality.reference import luma, psnr, ssim

    output, target = to_tensor(pixels), to_tensor(reference)
    of_luma = psnr(luma(output), luma(target))
    return Fidelity(psnr(output, target), ssim(output, target), of_luma)

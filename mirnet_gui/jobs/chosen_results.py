"""Results as they were chosen: developed at full size, written with all that they carry, copied."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mirnet_gui.jobs.display import display_changed
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto, chosen, enhanced_by
from mirnet_gui.jobs.worker import Job
from mirnet_gui.methods.provenance import provenance_of
from mirnet_gui.photo.colour.srgb import Bytes
from mirnet_gui.photo.encoding import Encoding, deepened, prepared
from mirnet_gui.photo.photo import Format, Photo
from mirnet_gui.photo.provenance import with_provenance
from mirnet_gui.photo.sizes import with_pixels
from mirnet_gui.photo.values import at_depth
from mirnet_gui.photo.writing import write_encoded
from mirnet_gui.progress import CancelToken, ProgressCallback, look_away
from mirnet_gui.tone.development import developed
from mirnet_gui.tone.layers import Choice


@dataclass(frozen=True, slots=True)
class SaveRequest:
    """Where a result goes and as what; the format of ``encoding`` is given."""

    path: Path
    encoding: Encoding
    overwrite: bool


@dataclass(frozen=True, slots=True, eq=False)
class ChosenResult:
    """What was made of a photograph, and what is chosen of that."""

    photo: Photo
    enhanced: EnhancedPhoto
    choice: Choice

    def developed(self) -> Photo:
        """The result at full size, as it was chosen."""
        pixels = developed(self.enhanced.layers, self.choice, look_away)
        # With more bits than the photograph has, its transparency has them, too.
        is_deeper = pixels.dtype == np.uint16 and self.photo.pixels.dtype == np.uint8
        return with_pixels(at_depth(self.photo, 16) if is_deeper else self.photo, pixels)

    def described(self, photo: Photo, target: Format | None) -> Photo:
        """``photo`` with what was done to it in its XMP."""
        done = provenance_of(chosen(self.enhanced.method, self.choice))
        return with_provenance(photo, done, target)[0]

    def is_too_shallow(self, encoding: Encoding) -> bool:
        """Whether a file with more bits than the photograph needs a result made with them."""
        is_shallow = self.enhanced.layers.before.dtype == np.uint8
        return is_shallow and deepened(self.photo, encoding) is not self.photo


def save_job(photo: Photo, enhanced: EnhancedPhoto, choice: Choice, request: SaveRequest) -> Job:
    """Develops and writes with everything that the photograph carries; gives back the path.

    What was done is written into its XMP.
    """

    def job(progress: ProgressCallback, cancel: CancelToken) -> Path:
        return write_result(ChosenResult(photo, enhanced, choice), request, progress, cancel)

    return job


def write_result(
    result: ChosenResult, request: SaveRequest, progress: ProgressCallback, cancel: CancelToken
) -> Path:
    """Write the result, as it was chosen, with all that the photograph may tell.

    Raises what :func:`write_encoded` raises, and what the method does where it is computed again.
    """
    encoding = request.encoding
    if result.is_too_shallow(encoding):
        deep = deepened(result.photo, encoding)
        again = enhanced_by(result.enhanced.method, deep, progress, cancel)
        result = replace(result, enhanced=again)
    written = result.described(prepared(result.developed(), encoding), encoding.format)
    write_encoded(written, request.path, encoding, overwrite=request.overwrite)
    return request.path


def copy_job(photo: Photo, enhanced: EnhancedPhoto, choice: Choice) -> Job:
    """Develops the result at full size; gives back (H, W, 3 or 4) uint8 sRGB."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> Bytes:
        pixels = developed(enhanced.layers, choice, look_away)
        return display_changed(photo, pixels).levels[0]

    return job

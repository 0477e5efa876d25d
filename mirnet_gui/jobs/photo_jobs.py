"""What the window asks for, as plain functions: open, enhance, save, copy."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.jobs.display import DisplayPicture, display, display_changed
from mirnet_gui.jobs.onlooking import Onlooking
from mirnet_gui.jobs.worker import Job
from mirnet_gui.methods.method import Method, PartByPart
from mirnet_gui.methods.provenance import provenance_of
from mirnet_gui.methods.registry import create_method
from mirnet_gui.methods.strength import blend
from mirnet_gui.photo.formats import KIND_LABELS
from mirnet_gui.photo.naming import photographs_in
from mirnet_gui.photo.photo import Format, Photo, Pixels
from mirnet_gui.photo.provenance import with_provenance
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.srgb import Bytes, profile_name, to_bytes
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, ProgressCallback

PREVIEW_FROM = 1_500_000
"""Pixels from which on a preview is worth its second: smaller photographs are done before."""

DeviceNames = tuple[tuple[str, str], ...]
"""Every processor that can be chosen: what ``--device`` calls it, and what its maker does."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class OpenedPhoto:
    """A photograph in memory and as a screen shows it."""

    photo: Photo
    picture: DisplayPicture
    profile_name: str
    file_bytes: int | None


@dataclass(frozen=True, slots=True, eq=False)
class EnhancedPhoto:
    """The method's full result for one photograph, before any strength is applied."""

    pixels: Pixels
    picture: DisplayPicture
    model: str


@dataclass(frozen=True, slots=True)
class SaveRequest:
    """Where a result goes and how; ``quality`` (1..100) counts for JPEG and WebP."""

    path: Path
    format: Format
    quality: int
    overwrite: bool


def gather_job(paths: list[Path]) -> Job:
    """Looks into folders, however deep; gives back the list of photographs, folder by folder.

    Files are taken as they are named: whether they can be opened shows when they are.
    """

    def job(_progress: ProgressCallback, cancel: CancelToken) -> list[Path]:
        found: list[Path] = []
        for path in paths:
            cancel.raise_if_cancelled()
            found.extend(photographs_in(path) if path.is_dir() else [path])
        if not found:
            raise MirnetGuiError(
                f"There is no photograph in {paths[0]}.",
                f"Photographs are {', '.join(KIND_LABELS.values())} files.",
            )
        return found

    return job


def open_job(path: Path) -> Job:
    """Reads the file; gives back :class:`OpenedPhoto`."""

    def job(_progress: ProgressCallback, cancel: CancelToken) -> OpenedPhoto:
        photo = read_photo(path)
        cancel.raise_if_cancelled()
        return _opened(photo, path.stat().st_size)

    return job


def show_job(photo: Photo) -> Job:
    """Prepares a photograph that came without a file; gives back :class:`OpenedPhoto`."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> OpenedPhoto:
        return _opened(photo, None)

    return job


def prepare_job(list_devices: Callable[[], DeviceNames]) -> Job:
    """Loads what the methods stand on; gives back :data:`DeviceNames`, the usual one first."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> DeviceNames:
        return list_devices()

    return job


def preview_job(photo: Photo, make_method: Callable[[str], Method], model: str) -> Job:
    """Does roughly what the method does; gives back a :class:`DisplayPicture`, or None.

    The picture is the caller's own: parts of the result may be put into it.
    """

    def job(progress: ProgressCallback, cancel: CancelToken) -> DisplayPicture | None:
        rough = make_method(model).preview()
        if rough is None:
            return None
        pixels = rough.apply(photo.pixels, progress, cancel)
        cancel.raise_if_cancelled()
        if pixels is photo.pixels:
            return None
        return display_changed(photo, pixels)

    return job


def enhance_job(
    photo: Photo, make_method: Callable[[str], Method], model: str, onlooking: Onlooking
) -> Job:
    """Runs the method over the photograph; gives back :class:`EnhancedPhoto`.

    Parts of it come to ``onlooking`` before, if the photograph is large.
    """

    def job(progress: ProgressCallback, cancel: CancelToken) -> EnhancedPhoto:
        method = make_method(model)
        if isinstance(method, PartByPart):
            onlooker = onlooking.of(photo)
            pixels = method.apply_in_parts(photo.pixels, progress, cancel, onlooker)
        else:
            pixels = method.apply(photo.pixels, progress, cancel)
        cancel.raise_if_cancelled()
        _log.info("Enhanced %s with %s", photo.path or "a pasted photograph", model)
        return EnhancedPhoto(pixels, display_changed(photo, pixels), model)

    return job


def save_job(photo: Photo, enhanced: EnhancedPhoto, strength: float, request: SaveRequest) -> Job:
    """Blends and writes with everything that the photograph carries; gives back the path.

    What was done is written into its XMP.
    """

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> Path:
        method = create_method("mirnet", model=enhanced.model, strength=strength)
        blended = photo.with_pixels(blend(photo.pixels, enhanced.pixels, strength))
        result, _ = with_provenance(blended, provenance_of(method))
        write_photo(
            result,
            request.path,
            format=request.format,
            quality=request.quality,
            overwrite=request.overwrite,
        )
        return request.path

    return job


def copy_job(before: DisplayPicture, after: DisplayPicture, strength: float) -> Job:
    """Blends what the screen shows, at full size; gives back (H, W, 3 or 4) uint8 sRGB."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> Bytes:
        return to_bytes(blend(before.levels[0], after.levels[0], strength))

    return job


def _opened(photo: Photo, file_bytes: int | None) -> OpenedPhoto:
    return OpenedPhoto(photo, display(photo), profile_name(photo.profile), file_bytes)

"""What the window asks for, as plain functions: open, preview, enhance."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.formatting import separated
from mirnet_gui.inference.tile_observer import NOBODY, TileObserver
from mirnet_gui.jobs.display import DisplayPicture, display, display_changed
from mirnet_gui.jobs.loading import loading
from mirnet_gui.jobs.tile_mailbox import TileMailbox
from mirnet_gui.jobs.worker import Job
from mirnet_gui.kept.kept_settings import Kept
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Layered, Method
from mirnet_gui.methods.mirnet import FAST, MirnetMethod
from mirnet_gui.methods.registry import text_of
from mirnet_gui.methods.variants import in_space_of
from mirnet_gui.photo.colour.srgb import profile_name
from mirnet_gui.photo.formats import KIND_LABELS
from mirnet_gui.photo.naming import photographs_in
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.sizes import enlarged
from mirnet_gui.progress import CancelToken, ProgressCallback
from mirnet_gui.tone.layers import USUAL, Choice, Layers

PREVIEW_FROM = 1_500_000
"""Pixels from which on a preview is worth its second: smaller photographs are done before."""

Recall = Callable[[Path], Kept]
"""What was chosen for a file the last time."""

DeviceNames = tuple[tuple[str, str], ...]
"""Every processor that can be chosen: what ``--device`` calls it, and what its maker does."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class OpenedPhoto:
    """A photograph in memory and as a screen shows it.

    ``name`` is what one without a file is called; ``kept`` was chosen for its file the last time,
    which was ``modified`` (in ns) when it was read.
    """

    photo: Photo
    picture: DisplayPicture
    profile_name: str
    file_bytes: int | None
    name: str = ""
    kept: Kept = field(default_factory=Kept)
    modified: int | None = None

    @property
    def is_up_to_date(self) -> bool:
        """Whether its file is still as it was read."""
        try:
            found = self.key.stat()
        except OSError:
            return False
        return (found.st_size, found.st_mtime_ns) == (self.file_bytes, self.modified)

    @property
    def key(self) -> Path:
        """What it goes by among those that are open: its file, or its name without one."""
        return self.photo.path or Path(self.name)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class EnhancedPhoto:
    """What a method made of one photograph in ``seconds``, before anything is chosen.

    ``relit`` and ``finished`` are the layers as a screen shows them, one picture where they are
    one. A preview is not finished yet: parts of the result may be put into its ``finished``.
    """

    layers: Layers
    relit: DisplayPicture
    finished: DisplayPicture
    method: Method
    seconds: float = 0.0
    is_preview: bool = False

    @property
    def nbytes(self) -> int:
        """Memory of what it holds beyond the photograph."""
        arrays = {id(a): a.nbytes for a in (self.layers.relit, self.layers.finished)}
        pictures = {id(p): p.nbytes for p in (self.relit, self.finished)}
        return sum(arrays.values()) + sum(pictures.values())


def gather_job(paths: list[Path]) -> Job:
    """Looks into folders, however deep; gives back the photographs, each once, folder by folder.

    Files are taken as they are named: whether they can be opened shows when they are.
    """

    def job(_progress: ProgressCallback, cancel: CancelToken) -> list[Path]:
        found: list[Path] = []
        for path in paths:
            cancel.raise_if_cancelled()
            found.extend(photographs_in(path) if path.is_dir() else [path])
        if not found:
            raise MirnetGuiError(
                tr("There is no photograph in {paths}.", paths=paths[0]),
                tr(
                    "Photographs are {kinds} files.", kinds=separated(map(tr, KIND_LABELS.values()))
                ),
            )
        # Paths keep the hash that is computed here: for thousands that is work, too.
        return list(dict.fromkeys(found))

    return job


def _nothing_kept(_path: Path) -> Kept:
    return Kept()


def open_job(path: Path, recall: Recall = _nothing_kept) -> Job:
    """Reads the file, and what is kept for it; gives back :class:`OpenedPhoto`."""

    def job(_progress: ProgressCallback, cancel: CancelToken) -> OpenedPhoto:
        # Before it is read: what is written meanwhile makes it another one.
        modified = _modified(path)
        photo = read_photo(path, cancel)
        cancel.raise_if_cancelled()
        opened = _opened(photo, path.stat().st_size, kept=recall(path))
        return replace(opened, modified=modified)

    return job


def show_job(photo: Photo, name: str) -> Job:
    """Prepares a photograph that came without a file; gives back :class:`OpenedPhoto`."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> OpenedPhoto:
        return _opened(photo, None, name)

    return job


def prepare_job(list_devices: Callable[[], DeviceNames]) -> Job:
    """Loads what the methods stand on; gives back :data:`DeviceNames`, the usual one first."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> DeviceNames:
        with loading():
            return list_devices()

    return job


def undeveloped(method: Method) -> Method:
    """``method`` without what is chosen of its result, which costs no network."""
    return chosen(method, USUAL)


def chosen(method: Method, choice: Choice) -> Method:
    """``method`` with what is chosen of its result."""
    return method.with_choice(choice) if isinstance(method, Layered) else method


def choice_of(method: Method) -> Choice:
    """What ``method`` chooses of its result."""
    return method.choice if isinstance(method, Layered) else USUAL


def preview_job(photo: Photo, method: Method, known: EnhancedPhoto | None = None) -> Job:
    """Does roughly what ``method`` does; gives back an :class:`EnhancedPhoto`, or None.

    ``known`` is that already, as a result. The finished picture of a preview is the caller's own:
    parts of the result may be put into it.
    """

    def job(progress: ProgressCallback, cancel: CancelToken) -> EnhancedPhoto | None:
        if known is not None:
            return replace(
                known,
                finished=display_changed(photo, known.layers.finished.copy()),
                is_preview=True,
            )
        rough = undeveloped(method).preview()
        if rough is None:
            return None
        started = time.monotonic()
        layers = _layers(rough, photo, progress, cancel, NOBODY)
        seconds = time.monotonic() - started
        if layers.finished is photo.pixels:
            return None
        relit = display_changed(photo, layers.relit)
        finished = display_changed(photo, layers.finished.copy())
        return EnhancedPhoto(layers, relit, finished, rough, seconds, is_preview=True)

    return job


def light_alone(method: Method) -> Method | None:
    """``method`` stopping at the light; None for what knows no other speed, or stops there."""
    if isinstance(method, MirnetMethod) and method.speed != FAST:
        return replace(method, speed=FAST)
    return None


def kept_preview(preview: EnhancedPhoto) -> EnhancedPhoto | None:
    """``preview`` as a result of :data:`FAST`, without parts of another one; None for no such."""
    method = preview.method
    if not (preview.is_preview and isinstance(method, MirnetMethod) and method.speed == FAST):
        return None
    return replace(preview, finished=preview.relit, is_preview=False)


def enhance_job(photo: Photo, method: Method, mailbox: TileMailbox) -> Job:
    """Runs ``method`` over the photograph; gives back :class:`EnhancedPhoto`.

    Parts of it come to ``mailbox`` before, if the photograph is large.
    """

    def job(progress: ProgressCallback, cancel: CancelToken) -> EnhancedPhoto:
        observer = mailbox.of(photo, method.scale)
        return enhanced_by(method, photo, progress, cancel, observer)

    return job


def enhanced_by(
    method: Method,
    photo: Photo,
    progress: ProgressCallback,
    cancel: CancelToken,
    observer: TileObserver = NOBODY,
) -> EnhancedPhoto:
    """What ``method`` makes of the photograph, without what it chooses.

    Raises what the method raises, :class:`Cancelled` within a second of ``cancel``.
    """
    bare = undeveloped(method)
    cancel.raise_if_cancelled()
    bare.prepare()
    started = time.monotonic()
    layers = _layers(bare, photo, progress, cancel, observer)
    seconds = time.monotonic() - started
    _log.info("Enhanced %s with %s", photo.path or "a pasted photograph", text_of(bare))
    relit = finished = display_changed(photo, layers.finished)
    if layers.relit is not layers.finished:
        relit = display_changed(photo, layers.relit)
    return EnhancedPhoto(layers, relit, finished, bare, seconds)


def _layers(
    method: Method,
    photo: Photo,
    progress: ProgressCallback,
    cancel: CancelToken,
    observer: TileObserver,
) -> Layers:
    fitting = in_space_of(method, photo)
    if isinstance(fitting, Layered):
        layers = fitting.layers(photo.pixels, progress, cancel, observer)
        cancel.raise_if_cancelled()
        # Looked at here, so that nobody has to wait for them in the window.
        _ = layers.base, layers.is_little_changed
        return layers
    pixels = fitting.apply(photo.pixels, progress, cancel)
    cancel.raise_if_cancelled()
    before = photo.pixels
    if method.scale > 1:
        before = enlarged(before, method.scale, look=cancel.raise_if_cancelled)
    return Layers(before, pixels, pixels)


def _modified(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        # Who reads it says why.
        return None


def _opened(
    photo: Photo, file_bytes: int | None, name: str = "", kept: Kept | None = None
) -> OpenedPhoto:
    profile = profile_name(photo.own_profile)
    return OpenedPhoto(photo, display(photo), profile, file_bytes, name, kept or Kept())

"""One photograph on its way: read, enhanced, and written beside the place it is meant for."""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from mirnet_gui.batch.dates import when_taken
from mirnet_gui.batch.names import NameTemplate
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.records import Made, Row, Status
from mirnet_gui.batch.thumbnails import before_beside_after
from mirnet_gui.errors import (
    Cancelled,
    MirnetGuiError,
    OutputExists,
    UnreadablePhoto,
    UnwritablePhoto,
)
from mirnet_gui.logs import library_noise_of
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.atomic import remove
from mirnet_gui.photo.formats import losses
from mirnet_gui.photo.outputs import Identity, check_output, identity, make_folder
from mirnet_gui.photo.photo import Metadata, Photo
from mirnet_gui.photo.provenance import Provenance, with_provenance
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.sentences import reason_of, shown, unreadable
from mirnet_gui.photo.sizes import with_pixels
from mirnet_gui.photo.values import at_depth
from mirnet_gui.photo.writing import Encoding, stage_photo
from mirnet_gui.progress import CancelToken, ProgressCallback

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Order:
    """What all photographs of a batch have in common; ``originals`` are never written over.

    ``tag`` begins the names of unfinished files.
    """

    method: Method
    provenance: Provenance
    options: Options
    tag: str
    originals: frozenset[Identity] = frozenset()


class Skipped(Exception):
    """There is nothing to do; the text says why."""


class Placed(Exception):
    """The result stands already: its drive vanished in the very moment after it got its name."""


class Work:
    """One photograph of a batch. Its three steps may run in three threads, one after the other.

    A step that fails is the last one: the steps after it do nothing, and :attr:`made` says why.
    """

    def __init__(self, row: Row, order: Order, cancel: CancelToken) -> None:
        self.row = row
        self.made = Made()
        self._order = order
        self._cancel = cancel
        self._before: Photo | None = None
        self._after: Photo | None = None
        self._ended = False

    @property
    def has_ended(self) -> bool:
        """Whether there is nothing more to do for it."""
        return self._ended

    def check(self) -> None:
        """Look whether the result may be written; :meth:`read` does so too."""
        self._step(self._check)

    def read(self, *, apart: bool = False) -> None:
        """Read the photograph, after a look at whether its result may be written.

        With ``apart`` a process beside this one decodes it, which a crash costs nothing.
        """
        self._step(lambda: self._read(apart=apart))

    def enhance(self, progress: ProgressCallback) -> None:
        """Apply the method."""
        self._step(lambda: self._enhance(progress))

    def stage(self) -> None:
        """Write the whole result beside its place, and let go of the photograph."""
        self._step(self._stage)
        self._before = self._after = None

    def discard(self) -> None:
        """Take away what was written: nobody wants it any more."""
        if self.made.temporary is not None:
            remove(self.made.temporary)

    def _step(self, do: Callable[[], None]) -> None:
        if self._ended:
            return
        started = time.monotonic()
        try:
            self._cancel.raise_if_cancelled()
            do()
        except Cancelled as error:
            self._end("cancelled", str(error))
        except Skipped as reason:
            self._end("skipped", str(reason))
        except Placed:
            self._end("done", "")
        except Exception as error:  # noqa: BLE001 - whatever it is, the other photographs go on
            self._end("failed", why(error, self.row.source, self._order.options))
        spent = self.made.seconds + time.monotonic() - started
        self.made = replace(self.made, seconds=spent)

    def _end(self, status: Status, reason: str) -> None:
        self._ended = True
        self.made = replace(self.made, status=status, reason=reason)
        self._before = self._after = None

    def _warn(self, sentence: str) -> None:
        if sentence:
            self.made = replace(self.made, warnings=(*self.made.warnings, sentence))

    def _check(self) -> None:
        source, output = self.row.source, self.row.output
        if "\0" in f"{source}{output}":
            hint = "The journal that names it is damaged: begin anew."
            raise UnreadablePhoto(source, f"No file can be called {shown(source)}.", hint)
        if os.path.isdir(source):  # noqa: PTH112 - says no to forbidden names
            raise unreadable(source, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
        if self.row.sha256 and is_placed(self.row):
            raise Placed
        if not self._order.options.replaces(source, output):
            self._check_place()
            self._check_output()
        elif source.is_symlink():
            sentence = f"{shown(source)} is a link; the photograph that it leads to is left alone."
            raise UnwritablePhoto(source, sentence, "Name that one, or choose an output folder.")

    def _read(self, *, apart: bool) -> None:
        self._check()
        options = self._order.options
        with library_noise_of(self.row.source):
            photo = read_photo(self.row.source, self._cancel, apart=apart)
        # More bits are of use to the method already, fewer only to the file.
        self._before = at_depth(photo, 16) if options.depth == 16 else photo
        self.made = replace(self.made, width=photo.width, height=photo.height)
        for sentence in photo.warnings:
            self._warn(sentence)
        if "date" in NameTemplate(options.name).fields():
            self._warn(when_taken(self.row.source).doubt)
        for name in photo.metadata.missing:
            self._warn(f"{name} of the photograph could not be read and is not in the result.")
        if left_out := photo.metadata.left_out:
            self._warn(f"The result does not hold what the photograph did: {', '.join(left_out)}.")

    def _check_place(self) -> None:
        # A folder in the output folder may be a link to somebody's photographs.
        folder, place = self._order.options.folder, self.row.output.parent
        if folder is None or not place.is_relative_to(folder):
            return
        if not Path(os.path.realpath(place)).is_relative_to(os.path.realpath(folder)):
            sentence = f"{shown(place)} leads out of {shown(folder)} through a link."
            raise UnwritablePhoto(place, sentence, "Take the link away, or choose another folder.")

    def _check_output(self) -> None:
        # Whether the folder is there is asked first: nothing stands in one that is not.
        check_root(self._order.options)
        overwrite = self._order.options.existing == "overwrite"
        standing = identity(self.row.output)
        if standing is None or (overwrite and standing not in self._order.originals):
            return
        if self._order.options.existing == "rename":
            # Another name is found when this one is needed.
            return
        if self._order.options.existing == "skip" and standing not in self._order.originals:
            raise Skipped(f"{shown(self.row.output)} exists already.")
        check_output(self.row.output, self.row.source, self._order.originals, overwrite=overwrite)

    def _enhance(self, progress: ProgressCallback) -> None:
        photo = self._held(self._before)
        pixels = self._order.method.apply(photo.pixels, progress, self._cancel)
        after = with_pixels(photo, pixels)
        self._after = at_depth(after, 8) if self._order.options.depth == 8 else after

    def _stage(self) -> None:
        before, after = self._held(self._before), self._held(self._after)
        thumbnail = before_beside_after(before, after)
        target = self.row.format
        told, warning = with_provenance(after, self._order.provenance, target)
        self._warn(warning)
        if lost := losses(told, target):
            self._warn(f"The result does not hold {', '.join(lost)}: its format cannot.")
        check_root(self._order.options)
        make_folder(self.row.output.parent)
        temporary = self._staged(told)
        if self._order.options.keep_times:
            self._take_times(temporary)
        size, sha256 = fingerprint(temporary)
        self.made = replace(
            self.made, temporary=temporary, size=size, sha256=sha256, thumbnail=thumbnail
        )

    def _staged(self, photo: Photo) -> Path:
        row, options = self.row, self._order.options
        encoding = Encoding(row.format, options.quality)
        overwrite = options.existing != "skip" or options.replaces(row.source, row.output)
        try:
            return stage_photo(
                photo, row.output, encoding, overwrite=overwrite, tag=self._order.tag
            )
        except OutputExists:
            if options.existing == "skip":
                raise Skipped(f"{shown(row.output)} exists already.") from None
            raise
        except (MirnetGuiError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - the picture is worth more
            self._warn(f"Metadata could not be written and is left out: {error!r}.")
            bare = replace(photo, metadata=Metadata())
            return stage_photo(bare, row.output, encoding, overwrite=overwrite, tag=self._order.tag)

    def _take_times(self, temporary: Path) -> None:
        try:
            times = self.row.source.stat()
            os.utime(temporary, ns=(times.st_atime_ns, times.st_mtime_ns))
        except OSError as error:
            self._warn(f"The times of the photograph could not be kept: {error.strerror}.")

    def _held(self, photo: Photo | None) -> Photo:
        assert photo is not None  # noqa: S101 - the steps run in their order
        return photo


def check_root(options: Options) -> None:
    """Raise :class:`UnwritablePhoto` when the output folder is gone, perhaps with its drive.

    Making it anew would fill whatever lies under the place where the drive was.
    """
    folder = options.folder
    if folder is not None and not folder.is_dir():
        sentence = f"The output folder {shown(folder)} is not there any more."
        raise UnwritablePhoto(folder, sentence, "Connect its drive again, and retry.")


def why(error: Exception, path: Path, options: Options) -> str:
    """The reason that ``error`` gives, or that the output folder is gone, of which it came."""
    try:
        check_root(options)
    except UnwritablePhoto as gone:
        return str(gone)
    return reason_of(error, shown(path))


def is_placed(row: Row) -> bool:
    """Whether what stands in the place of the result is the very file that was made for it."""
    try:
        same_size = row.output.stat().st_size == row.result_bytes
        return same_size and (row.result_bytes, row.sha256) == fingerprint(row.output)
    except (OSError, ValueError):
        return False


def fingerprint(path: Path) -> tuple[int, str]:
    """Size in bytes and SHA-256 of a file. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()

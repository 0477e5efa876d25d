"""One photograph on its way: read, enhanced, and written beside the place it is meant for."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from mirnet_gui.atomic import remove
from mirnet_gui.batch.checks import (
    AlreadyCommitted,
    Skipped,
    check_output_folder,
    check_task,
    fingerprint,
    reason_for_failure,
)
from mirnet_gui.batch.dates import when_taken
from mirnet_gui.batch.names import NameTemplate
from mirnet_gui.batch.records import StagedResult, Status, Task
from mirnet_gui.batch.run_context import RunContext
from mirnet_gui.batch.thumbnails import before_beside_after
from mirnet_gui.errors import Cancelled, MirnetGuiError, OutputExists
from mirnet_gui.formatting import separated
from mirnet_gui.language import tr
from mirnet_gui.logs import library_noise_of
from mirnet_gui.methods.variants import in_space_of
from mirnet_gui.photo.encoding import deepened, prepared
from mirnet_gui.photo.error_messages import quoted
from mirnet_gui.photo.losses import losses
from mirnet_gui.photo.outputs import make_folder
from mirnet_gui.photo.photo import Metadata, Photo
from mirnet_gui.photo.provenance import with_provenance
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.sizes import limited_size, with_pixels
from mirnet_gui.photo.writing import check_size, stage_photo
from mirnet_gui.progress import CancelToken, ProgressCallback


class Work:
    """One photograph of a batch. Its three steps may run in three threads, one after the other.

    A step that fails is the last one: the steps after it do nothing, and :attr:`staged` says why.
    """

    def __init__(self, task: Task, context: RunContext, cancel: CancelToken) -> None:
        self.task = task
        self.staged = StagedResult()
        self._context = context
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
        self._step(lambda: check_task(self.task, self._context))

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
        if self.staged.temporary is not None:
            remove(self.staged.temporary)

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
        except AlreadyCommitted:
            self._end("done", "")
        except Exception as error:  # noqa: BLE001 - whatever it is, the other photographs go on
            self._end("failed", reason_for_failure(error, self.task.source, self._context.options))
        spent = self.staged.seconds + time.monotonic() - started
        self.staged = replace(self.staged, seconds=spent)

    def _end(self, status: Status, reason: str) -> None:
        self._ended = True
        self.staged = replace(self.staged, status=status, reason=reason)
        self._before = self._after = None

    def _warn(self, sentence: str) -> None:
        if sentence:
            self.staged = replace(self.staged, warnings=(*self.staged.warnings, sentence))

    def _read(self, *, apart: bool) -> None:
        check_task(self.task, self._context)
        self._context = self._context.for_task(self.task)
        options = self._context.options
        with library_noise_of(self.task.source):
            photo = read_photo(self.task.source, self._cancel, apart=apart)
        self._check_size(photo)
        # More bits are of use to the method already, fewer only to the file.
        self._before = deepened(photo, options.encoding)
        self.staged = replace(self.staged, width=photo.width, height=photo.height)
        for sentence in photo.warnings:
            self._warn(sentence)
        if "date" in NameTemplate(options.name).fields():
            self._warn(when_taken(self.task.source).doubt)
        for name in photo.metadata.missing:
            self._warn(
                tr(
                    "{name} of the photograph could not be read and is not in the result.",
                    name=tr(name),
                )
            )
        if left_out := photo.metadata.left_out:
            self._warn(
                tr(
                    "The result does not hold what the photograph did: {left_out}.",
                    left_out=separated(map(tr, left_out)),
                )
            )

    def _check_size(self, photo: Photo) -> None:
        """Whether a file can be as large as the result: told before the work, not after it."""
        scale, longest = self._context.method.scale, self._context.options.encoding.longest
        size = limited_size(scale * photo.width, scale * photo.height, longest)
        check_size(self.task.output, self.task.format, *size)

    def _enhance(self, progress: ProgressCallback) -> None:
        photo = self._held(self._before)
        method = in_space_of(self._context.method, photo)
        pixels = method.apply(photo.pixels, progress, self._cancel)
        self._after = with_pixels(photo, pixels)

    def _stage(self) -> None:
        before, after = self._held(self._before), self._held(self._after)
        thumbnail = before_beside_after(before, after)
        target = self.task.format
        written = prepared(after, self._context.options.encoding)
        photo, warning = with_provenance(written, self._context.provenance, target)
        self._warn(warning)
        if lost := losses(photo, target, self._context.options.encoding.depth):
            self._warn(
                tr(
                    "The result does not hold {lost}: its format cannot.",
                    lost=separated(map(tr, lost)),
                )
            )
        check_output_folder(self._context.options)
        make_folder(self.task.output.parent, self._context.options.folder)
        temporary = self._write_beside(photo)
        if self._context.options.keep_times:
            self._keep_times_of_photograph(temporary)
        size, sha256 = fingerprint(temporary)
        self.staged = replace(
            self.staged, temporary=temporary, size=size, sha256=sha256, thumbnail=thumbnail
        )

    def _write_beside(self, photo: Photo) -> Path:
        task, options = self.task, self._context.options
        encoding = options.encoding.as_format(task.format)
        overwrite = options.existing != "skip" or options.replaces(task.source, task.output)
        try:
            return stage_photo(
                photo, task.output, encoding, overwrite=overwrite, tag=self._context.tag
            )
        except OutputExists:
            if options.existing == "skip":
                raise Skipped(tr("{output} exists already.", output=quoted(task.output))) from None
            raise
        except (MirnetGuiError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - the picture is worth more
            self._warn(tr("Metadata could not be written and is left out: {error!r}.", error=error))
            bare = replace(photo, metadata=Metadata())
            return stage_photo(
                bare, task.output, encoding, overwrite=overwrite, tag=self._context.tag
            )

    def _keep_times_of_photograph(self, temporary: Path) -> None:
        try:
            times = self.task.source.stat()
            os.utime(temporary, ns=(times.st_atime_ns, times.st_mtime_ns))
        except OSError as error:
            self._warn(
                tr(
                    "The times of the photograph could not be kept: {strerror}.",
                    strerror=error.strerror,
                )
            )

    def _held(self, photo: Photo | None) -> Photo:
        assert photo is not None  # noqa: S101 - the steps run in their order
        return photo

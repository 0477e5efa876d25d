"""What the Compare page asks for, as plain functions: results, a reference, differences, files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mirnet_gui.compare.blind import BlindTest, keep_ranking
from mirnet_gui.compare.comparison import Entry, Subject
from mirnet_gui.compare.export import (
    Places,
    row_of,
    row_of_input,
    save_figures,
    save_result,
    save_sheets,
)
from mirnet_gui.compare.figures import Figures, figures_of
from mirnet_gui.compare.result import Failure, Result
from mirnet_gui.errors import Cancelled
from mirnet_gui.jobs.difference_view import DifferenceKind, difference_picture
from mirnet_gui.jobs.display import DisplayPicture, display, display_changed
from mirnet_gui.jobs.histogram import ChannelHistograms, channel_histograms
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto, choice_of, enhanced_by
from mirnet_gui.jobs.worker import Job
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import label_of, text_of
from mirnet_gui.methods.variants import on_device
from mirnet_gui.photo.error_messages import reason_of
from mirnet_gui.photo.outputs import folded, make_folder, take_name
from mirnet_gui.photo.pairs import Pair, check_reference, in_colours_of
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.sizes import enlarged
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback, share_of
from mirnet_gui.tone.development import developed


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """A result as the page shows it. Of a method that failed there is only ``entry``.

    ``enhanced`` is what it was developed from; None for the photograph itself.
    """

    entry: Entry
    picture: DisplayPicture | None = None
    histograms: ChannelHistograms | None = None
    enhanced: EnhancedPhoto | None = None

    @property
    def pixels(self) -> Pixels | None:
        """At full size."""
        return self.entry.result.pixels if isinstance(self.entry.result, Result) else None

    @property
    def seconds(self) -> float | None:
        """What the method took; None for the photograph itself, which took none."""
        result = self.entry.result
        return result.seconds if isinstance(result, Result) and result.method else None


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """What the photograph should look like."""

    photo: Photo
    picture: DisplayPicture
    histograms: ChannelHistograms
    figures: Figures


def input_job(subject: Subject) -> Job:
    """The photograph itself as one of the views; gives back :class:`Compared`."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> Compared:
        photo = subject.photo
        picture = display(photo)
        figures = figures_of(photo.pixels, subject.reference_pixels)
        result = Result("", tr("Photograph"), photo.pixels, 0.0)
        return Compared(Entry(result, figures), picture, channel_histograms(picture))

    return job


def method_job(
    subject: Subject, method: Method, device: str = "auto", known: EnhancedPhoto | None = None
) -> Job:
    """Applies ``method`` on ``device``; gives back :class:`Compared`, of a failure too.

    The result goes by the text of ``method``, wherever it was computed. What is ``known`` of it is
    not computed again.
    """

    def job(progress: ProgressCallback, cancel: CancelToken) -> Compared:
        photo, text = subject.photo, text_of(method)
        try:
            enhanced = known or enhanced_by(on_device(method, device), photo, progress, cancel)
            pixels = developed(
                enhanced.layers, choice_of(method), lambda _share: cancel.raise_if_cancelled()
            )
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the other methods go on
            return Compared(Entry(Failure(text, reason_of(error, text))))
        is_plain = pixels is enhanced.layers.finished
        picture = enhanced.finished if is_plain else display_changed(photo, pixels)
        cancel.raise_if_cancelled()
        entry = Entry(
            Result(text, label_of(method), pixels, enhanced.seconds),
            figures_of(pixels, subject.reference_pixels),
        )
        return Compared(entry, picture, channel_histograms(picture), enhanced)

    return job


def reference_job(subject: Subject, path: Path, methods: Sequence[Method]) -> Job:
    """Reads ``path`` as the reference of what ``methods`` make of the photograph.

    Gives back :class:`Reference`.
    """

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> Reference:
        photo = in_colours_of(read_photo(path), subject.photo)
        compared = subject.photo.path or Path("the pasted photograph")
        scales = {1, *(method.scale for method in methods)}
        check_reference(Pair(compared, path), subject.photo.pixels, photo.pixels, scales)
        picture = display(photo)
        return Reference(photo, picture, channel_histograms(picture), figures_of(photo.pixels))

    return job


def figures_job(compared: Sequence[Compared], reference: Photo | None) -> Job:
    """Figures anew after the reference changed; gives back a list of :class:`Compared`."""

    def job(progress: ProgressCallback, cancel: CancelToken) -> list[Compared]:
        anew = []
        for number, each in enumerate(compared):
            cancel.raise_if_cancelled()
            progress(Progress(number, len(compared), "view"))
            if each.pixels is not None:
                pixels = None if reference is None else reference.pixels
                entry = replace(each.entry, figures=figures_of(each.pixels, pixels))
                anew.append(replace(each, entry=entry))
        return anew

    return job


def difference_job(pixels: Pixels, base: Pixels, kind: DifferenceKind, gain: float) -> Job:
    """How ``pixels`` differ from ``base``; gives back a :class:`DisplayPicture`.

    The smaller of the two is enlarged bicubically.
    """

    def job(_progress: ProgressCallback, cancel: CancelToken) -> DisplayPicture:
        height = max(pixels.shape[0], base.shape[0])
        one, other = (
            enlarged(each, height // each.shape[0], look=cancel.raise_if_cancelled)
            if each.shape[0] < height
            else each
            for each in (pixels, base)
        )
        return display(Photo(difference_picture(one, other, kind, gain)))

    return job


def ranking_job(test: BlindTest, photo: str, path: Path) -> Job:
    """Keeps the ranks of a finished test; gives back the path of the table."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> Path:
        keep_ranking(test, photo, path)
        return path

    return job


def export_job(subject: Subject, entries: Sequence[Entry], folder: Path) -> Job:
    """Writes sheet, figures and results into a new folder in ``folder``; gives back its path."""

    def job(progress: ProgressCallback, cancel: CancelToken) -> Path:
        photo = subject.photo
        stem = photo.path.stem if photo.path else "photograph"
        taken = {folded(each) for each in folder.iterdir()} if folder.is_dir() else set()
        target = take_name(folder / f"{stem}-comparison", taken)
        make_folder(target)
        places = Places(target, stem, photo.format, tuple(each.method for each in entries))
        name = photo.path.name if photo.path else stem
        rows = [row_of_input(name, subject)]
        for number, entry in enumerate(entries):
            cancel.raise_if_cancelled()
            share_of(progress, number, len(entries) + 1, "file")(Progress(0, 1, "file"))
            path = None
            if isinstance(entry.result, Result):
                path = save_result(subject, entry.result, places, overwrite=False)
            rows.append(row_of(name, entry, path))
        save_sheets(subject, entries, places, overwrite=False)
        save_figures(rows, target, overwrite=False)
        return target

    return job

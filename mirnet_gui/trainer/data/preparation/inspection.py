"""Looking through a paired folder, one bad picture never stopping it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from mirnet_gui.language import tr
from mirnet_gui.photo.pairs import Pair
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback
from mirnet_gui.trainer.data.preparation.findings import Finding, Inspection, listed, printable_path
from mirnet_gui.trainer.data.preparation.reading import (
    Listing,
    RequiredSizes,
    Traits,
    list_pairs,
    read_pair,
)
from mirnet_gui.trainer.data.preparation.scenes import alike, group

_ANY_SIZES = RequiredSizes()


def inspect(
    folder: Path,
    validation: Path | None,
    progress: ProgressCallback,
    cancel: CancelToken,
    required: RequiredSizes = _ANY_SIZES,
) -> Inspection:
    """Check ``folder`` (with ``low`` and ``high``) and that it shares no scene with ``validation``.

    ``validation``, a paired folder too, is checked in the same way, but for the patch, which is cut
    from the pictures of ``folder`` only. ``progress`` counts pairs. Raises :class:`DataError` when
    a folder holds no pictures, :class:`Cancelled` on a cancel.
    """
    listings = [list_pairs(each) for each in (folder, validation) if each is not None]
    findings = [finding for listing in listings for finding in listing.findings]
    readings = list(_read(listings, findings, required, progress, cancel))
    for traits in readings:
        findings += _duplicates(traits)
    scenes = _scenes(readings[0], cancel)
    findings += [_repeated(scene) for scene in scenes if len(scene) > 1]
    if validation is not None:
        findings += _leaks(readings[1], readings[0], cancel)
    return Inspection(
        scenes=tuple(tuple(traits.pair for traits in scene) for scene in scenes),
        validation_pairs=None if validation is None else len(readings[1]),
        findings=tuple(findings),
    )


def _read(
    listings: list[Listing],
    findings: list[Finding],
    required: RequiredSizes,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> Iterator[list[Traits]]:
    done, total = 0, sum(len(listing.pairs) for listing in listings)
    for listing, sizes in zip(listings, (required, replace(required, patch=0)), strict=False):
        usable = []
        for pair in listing.pairs:
            cancel.raise_if_cancelled()
            reading = read_pair(pair, sizes)
            findings += reading.findings
            usable += [reading.traits] if reading.traits else []
            done += 1
            progress(Progress(done, total, "pair"))
        yield usable


def _duplicates(usable: Iterable[Traits]) -> Iterator[Finding]:
    same: defaultdict[bytes, list[Traits]] = defaultdict(list)
    for traits in usable:
        same[traits.low].append(traits)
        if traits.low == traits.high:
            pictures = (traits.pair.low, traits.pair.high)
            sentence = tr(
                "{pictures} are the same picture: nothing is learned from them.",
                pictures=listed(pictures),
            )
            yield Finding("duplicate", pictures, sentence)
    for several in same.values():
        if len(several) > 1:
            yield _duplicate(several)


def _duplicate(several: list[Traits]) -> Finding:
    pictures = tuple(traits.pair.low for traits in several)
    agree = len({traits.high for traits in several}) == 1
    sentence = (
        tr("{pictures} are the same, and so are their references.", pictures=listed(pictures))
        if agree
        else tr("{pictures} are the same, but their references differ.", pictures=listed(pictures))
    )
    return Finding("duplicate", pictures, sentence)


def _scenes(usable: list[Traits], cancel: CancelToken) -> list[list[Traits]]:
    thumbnails = [traits.scene for traits in usable]
    links = [(like.one, like.other) for like in alike(thumbnails, thumbnails, cancel)]
    # A reference without any structure is like no other, but still itself.
    first = {traits.high: number for number, traits in reversed(list(enumerate(usable)))}
    links += [(first[traits.high], number) for number, traits in enumerate(usable)]
    return [[usable[number] for number in numbers] for numbers in group(len(usable), links)]


def _repeated(scene: list[Traits]) -> Finding:
    pictures = tuple(traits.pair.high for traits in scene)
    one = len({traits.high for traits in scene}) == 1
    values = {"count": len(scene), "pictures": listed(pictures)}
    sentence = (
        tr("{count} pairs have the same reference: {pictures}.", **values)
        if one
        else tr("{count} pairs show the same scene: {pictures}.", **values)
    )
    return Finding("scene", pictures, sentence)


def _leaks(
    validation: list[Traits], training: list[Traits], cancel: CancelToken
) -> Iterator[Finding]:
    degrees: list[dict[int, float]] = [
        {number: 1.0 for number, known in enumerate(training) if known.high == traits.high}
        for traits in validation
    ]
    thumbnails = [traits.scene for traits in training]
    for like in alike([traits.scene for traits in validation], thumbnails, cancel):
        degrees[like.one].setdefault(like.other, like.degree)
    for traits, known in zip(validation, degrees, strict=True):
        if known:
            nearest = sorted(known, key=lambda number: -known[number])
            yield _leak(traits.pair, [training[n].pair for n in nearest], known[nearest[0]])


def _leak(pair: Pair, known: list[Pair], degree: float) -> Finding:
    pictures = tuple(each.high for each in known)
    sentence = tr(
        "{high}, for validation, shows the scene of {pictures} in training "
        "(likeness {degree:.2f} of 1).",
        high=printable_path(pair.high),
        pictures=listed(pictures),
        degree=degree,
    )
    return Finding("leak", (pair.high, *pictures), sentence)

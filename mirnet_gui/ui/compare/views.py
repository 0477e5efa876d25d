"""ComparedPhotograph as panes: their names, figures and what stands where there is nothing yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from mirnet_gui.compare.blind import BlindTest
from mirnet_gui.compare.figures import lines_of
from mirnet_gui.jobs.compare_jobs import Compared
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.language import mark, tr
from mirnet_gui.ui.compare.blind_ranking import BlindRanking
from mirnet_gui.ui.compare.compare_state import INPUT, REFERENCE, Chosen, ComparedPhotograph
from mirnet_gui.ui.viewer.pane import Pane

_ORDINALS = (
    mark("best"),
    mark("2nd"),
    mark("3rd"),
    mark("4th"),
    mark("5th"),
    mark("6th"),
)


def views_of(
    results: ComparedPhotograph,
    chosen: Sequence[Chosen],
    blind: BlindRanking,
    drawn: Mapping[str, DisplayPicture],
    working: Collection[str],
) -> list[Pane]:
    """The photograph, then the methods in their order, then the reference.

    While a blind test goes on, nothing but the shuffled results without names; before it begins,
    none of them. ``drawn`` stands in place of pictures; ``working`` are the keys that something is
    under way for.
    """
    test = blind.test
    if blind.waits:
        return [Pane(each.key, "?", pending=tr("Waiting…")) for each in chosen]
    if test is not None and not test.is_finished:
        return [_blinded(results.found[key], test) for key in test.order]
    views = [_view(INPUT, tr("Photograph"), results, working)]
    views += [_view(each.key, each.label, results, working) for each in chosen]
    if results.reference is not None:
        reference = results.reference
        lines = tuple(lines_of(reference.figures, None))
        views.append(
            Pane(
                REFERENCE,
                tr("Reference"),
                reference.picture,
                lines=lines,
                histograms=reference.histograms,
            )
        )
    views = [replace(each, picture=drawn.get(each.key, each.picture)) for each in views]
    return views if test is None else [_ranked(each, test) for each in views]


def _view(key: str, label: str, results: ComparedPhotograph, working: Collection[str]) -> Pane:
    compared = results.found.get(key)
    if compared is None:
        stopped = tr("Stopped") if key in results.stopped else tr("Waiting…")
        return Pane(key, label, pending=tr("Computing…") if key in working else stopped)
    reason = results.reason(key)
    if reason:
        return Pane(key, label, pending=reason)
    lines = lines_of(compared.entry.figures, compared.seconds) if compared.entry.figures else []
    return Pane(key, label, compared.picture, lines=tuple(lines), histograms=compared.histograms)


def _blinded(compared: Compared, blind: BlindTest) -> Pane:
    key = compared.entry.method
    rank = blind.rank(key)
    place = "" if rank is None else f" · {tr(_ORDINALS[rank - 1])}"
    return Pane(key, f"{blind.letter(key)}{place}", compared.picture)


def _ranked(view: Pane, blind: BlindTest) -> Pane:
    rank = blind.rank(view.key) if view.key in blind.order else None
    return (
        view if rank is None else replace(view, label=f"{view.label} · {tr(_ORDINALS[rank - 1])}")
    )

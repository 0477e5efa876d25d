"""What is said of a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from mirnet_gui.batch.estimate import Estimate
from mirnet_gui.batch.journals import Unfinished
from mirnet_gui.batch.passed_over import sentences_on
from mirnet_gui.escaping import printable
from mirnet_gui.formatting import duration, file_size, photographs
from mirnet_gui.jobs.batch_jobs import Grown, Planned
from mirnet_gui.language import mark, tr
from mirnet_gui.photo.naming import PassedOver
from mirnet_gui.ui.batch.batch_state import Filter, Phase
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.message import Answer, Message, MessageKind
from mirnet_gui.ui.page import ReasonToStay

_NAMED = 3
_ACTIVITIES = {
    Phase.RUNNING: Activity.BATCHING,
    Phase.PAUSED: Activity.PAUSED,
    Phase.STOPPING: Activity.STOPPING,
}


def estimate_line(estimate: Estimate) -> str:
    """As in "3,128 photographs · 41.2 GB · about 2 h 24 min · 212 GB free"."""
    parts = [photographs(estimate.photographs), file_size(estimate.bytes)]
    if estimate.seconds:
        parts.append(tr("about {duration}", duration=duration(estimate.seconds)))
    parts += [tr("{room} free", room=file_size(room.free)) for room in estimate.rooms]
    if estimate.unreadable:
        parts.append(tr("{count:,} cannot be opened", count=estimate.unreadable))
    if estimate.passed_over:
        parts.append(tr("{count:,} passed over", count=len(estimate.passed_over)))
    return " · ".join(parts)


def passed_over_note(passed_over: Sequence[PassedOver]) -> Message | None:
    """What somebody may miss in the list, by name; None where nothing was passed over."""
    sentences = sentences_on(passed_over, _NAMED)
    if not sentences:
        return None
    return Message(MessageKind.NOTE, sentences[0], " ".join(sentences[1:]))


def planned_note(planned: Planned) -> Message | None:
    """What came of adding to a batch before it begins, where it is not just what was wanted."""
    note = passed_over_note(planned.passed_over)
    if note is not None or planned.added or planned.has_new_settings:
        return note
    return _nothing_added(tr("No photograph in what was given is missing in the list."))


def grown_note(grown: Grown) -> Message | None:
    """What came of adding to a batch that has begun, where it is not just what was wanted."""
    note = passed_over_note(grown.added.passed_over)
    if note is not None or grown.added.count:
        return note
    if grown.own:
        return _nothing_added(tr("The batch has begun with the settings that were sent before."))
    return _nothing_added(tr("No photograph in what was given is missing in the list."))


def _nothing_added(hint: str) -> Message:
    return Message(MessageKind.NOTE, tr("Nothing was added."), hint)


def rest_line(counts: Mapping[Filter, int]) -> str:
    """As in "1 enhanced · 2 failed · 16 waiting": how a batch stands that does not run."""
    return " · ".join(
        [
            *_some(mark("{count:,} enhanced"), counts[Filter.DONE]),
            *_some(mark("{count:,} failed"), counts[Filter.FAILED]),
            *_some(mark("{count:,} skipped"), counts[Filter.SKIPPED]),
            *_some(mark("{count:,} waiting"), counts[Filter.WAITING]),
        ]
    )


def progress_words(counts: Mapping[Filter, int]) -> str:
    """As in "412 of 3,128 · 2 failed"."""
    ended, total = counts[Filter.ALL] - counts[Filter.WAITING], counts[Filter.ALL]
    words = [tr("{ended:,} of {total:,}", ended=ended, total=total)]
    return " · ".join(words + _some(mark("{count:,} failed"), counts[Filter.FAILED]))


def doing_in(phase: Phase, watched: Path | None, counts: Mapping[Filter, int]) -> Doing:
    """What is going on in ``phase`` of a batch, or of one that watches a folder."""
    if phase is Phase.PLANNING:
        return Doing(Activity.PLANNING)
    if not phase.is_active:
        return Doing()
    activity = _ACTIVITIES[phase]
    if watched is None:
        return Doing(activity, progress_words(counts))
    if activity is Activity.BATCHING:
        activity = Activity.WATCHING
    return Doing(activity, watch_words(watched, counts))


def watch_words(folder: Path, counts: Mapping[Filter, int]) -> str:
    """As in "inbox · 3 enhanced · 1 failed": what has arrived until now."""
    words = [
        *_some(mark("{count:,} enhanced"), counts[Filter.DONE]),
        *_some(mark("{count:,} to do"), counts[Filter.WAITING]),
        *_some(mark("{count:,} failed"), counts[Filter.FAILED]),
        *_some(mark("{count:,} skipped"), counts[Filter.SKIPPED]),
    ]
    name = printable(folder.name or str(folder))
    return " · ".join([name, *(words or [tr("nothing has arrived yet")])])


def unfinished_name(found: Unfinished) -> str:
    """As in "party: 36 of 60 left"."""
    name = next((printable(each.name or str(each)) for each in found.header.inputs), "")
    counts = found.counts
    if not counts.total:
        return name
    return tr("{name}: {left:,} of {total:,} left", name=name, left=counts.left, total=counts.total)


def unfinished_place(found: Unfinished) -> str:
    """When it was begun and where its results go, as in "2026-11-27, 00:40 into /bright"."""
    begun = datetime.fromisoformat(found.header.created).strftime("%Y-%m-%d, %H:%M")
    where = found.header.options.folder
    return tr("{begun} into {folder}", begun=begun, folder=where) if where else begun


def unfinished_question(found: Unfinished, answers: tuple[Answer, ...]) -> Message:
    """Whether to go on with a batch that was interrupted."""
    place, counts = unfinished_place(found), found.counts
    hint = tr("Begun {begun}; it was not planned yet.", begun=place)
    if counts.total:
        hint = tr(
            "Begun {begun}: {left:,} of {total} are left. What is done stays as it is.",
            begun=place,
            left=counts.left,
            total=photographs(counts.total),
        )
    sentence = tr("Resume the batch that was interrupted?")
    return Message(MessageKind.NOTE, sentence, hint, answers=answers)


def farewell(counts: Mapping[Filter, int], result: Path | None = None) -> Message:
    """The word at the end: "3,126 photographs enhanced, 2 failed.", with where ``result`` is."""
    others = [
        *_some(mark("{count:,} failed"), counts[Filter.FAILED]),
        *_some(mark("{count:,} skipped"), counts[Filter.SKIPPED]),
    ]
    done = tr("{photographs} enhanced", photographs=photographs(counts[Filter.DONE]))
    kind = MessageKind.NOTE if counts[Filter.FAILED] else MessageKind.DONE
    hint = tr("The list says why.") if others else ""
    return Message(kind, f"{', '.join([done, *others])}.", hint, file=result)


def reason_to_stay(phase: Phase, done: str) -> ReasonToStay | None:
    """Why the window should not be closed in ``phase``, with ``done`` of the batch."""
    if phase is Phase.PAUSED:
        return ReasonToStay(
            tr("Close while a batch is paused?"),
            tr(
                "A batch is paused: {done}. The window offers to go on when it is opened again.",
                done=done,
            ),
        )
    if phase.is_active:
        return ReasonToStay(
            tr("Close while a batch runs?"),
            tr(
                "A batch is running: {done}. What is not done then waits, and the "
                "window offers to go on when it is opened again.",
                done=done,
            ),
        )
    return None


def _some(template: str, count: int) -> list[str]:
    """``template`` with its ``count``; nothing for none."""
    return [tr(template, count=count)] if count else []

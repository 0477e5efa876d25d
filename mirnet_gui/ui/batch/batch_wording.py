"""What is said of a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from mirnet_gui.batch.estimate import Estimate
from mirnet_gui.batch.journals import Unfinished
from mirnet_gui.batch.passed_over import sentences_on
from mirnet_gui.photo.naming import PassedOver
from mirnet_gui.quantities import duration, file_size
from mirnet_gui.ui.batch.batch_state import Filter, Phase
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.message import Answer, Message, MessageKind
from mirnet_gui.ui.wording import printable

_NAMED = 3
_ACTIVITIES = {
    Phase.RUNNING: Activity.BATCHING,
    Phase.PAUSED: Activity.PAUSED,
    Phase.STOPPING: Activity.STOPPING,
}


def estimate_line(estimate: Estimate) -> str:
    """As in "3,128 photographs · 41.2 GB · about 2 h 24 min · 212 GB free"."""
    parts = [_photographs(estimate.photographs), file_size(estimate.bytes)]
    if estimate.seconds is not None:
        parts.append(f"about {duration(estimate.seconds)}")
    parts += [f"{file_size(room.free)} free" for room in estimate.rooms]
    if estimate.unreadable:
        parts.append(f"{estimate.unreadable:,} cannot be opened")
    if estimate.passed_over:
        parts.append(f"{len(estimate.passed_over):,} passed over")
    return " · ".join(parts)


def passed_over_note(passed_over: Sequence[PassedOver]) -> Message | None:
    """What somebody may miss in the list, by name; None where nothing was passed over."""
    sentences = sentences_on(passed_over, _NAMED)
    if not sentences:
        return None
    return Message(MessageKind.NOTE, sentences[0], " ".join(sentences[1:]))


def added_note(count: int, passed_over: Sequence[PassedOver]) -> Message | None:
    """What came of adding to a batch, where it is not just what was wanted."""
    note = passed_over_note(passed_over)
    if note is not None or count:
        return note
    hint = "No photograph in what was given is missing in the list."
    return Message(MessageKind.NOTE, "Nothing was added.", hint)


def rest_line(counts: Mapping[Filter, int]) -> str:
    """As in "1 enhanced · 2 failed · 16 waiting": how a batch stands that does not run."""
    words = {
        Filter.DONE: "enhanced",
        Filter.FAILED: "failed",
        Filter.SKIPPED: "skipped",
        Filter.WAITING: "waiting",
    }
    return " · ".join(f"{counts[each]:,} {word}" for each, word in words.items() if counts[each])


def progress_words(counts: Mapping[Filter, int]) -> str:
    """As in "412 of 3,128 · 2 failed"."""
    ended = counts[Filter.ALL] - counts[Filter.WAITING]
    words = [f"{ended:,} of {counts[Filter.ALL]:,}"]
    words += [f"{counts[Filter.FAILED]:,} failed"] if counts[Filter.FAILED] else []
    return " · ".join(words)


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
    """As in "inbox · 3 photographs enhanced · 1 failed": what has arrived until now."""
    words = [f"{counts[Filter.DONE]:,} enhanced"] if counts[Filter.DONE] else []
    words += [f"{counts[Filter.WAITING]:,} to do"] if counts[Filter.WAITING] else []
    words += [f"{counts[Filter.FAILED]:,} failed"] if counts[Filter.FAILED] else []
    words += [f"{counts[Filter.SKIPPED]:,} skipped"] if counts[Filter.SKIPPED] else []
    return " · ".join(
        [printable(folder.name or str(folder)), *(words or ["nothing has arrived yet"])]
    )


def unfinished_question(found: Unfinished, answers: tuple[Answer, ...]) -> Message:
    """Whether to go on with a batch that was interrupted."""
    begun = datetime.fromisoformat(found.header.created).strftime("%d %B, %H:%M")
    where = found.header.options.folder
    into = f" into {where}" if where else ""
    counts = found.counts
    hint = f"Begun {begun}{into}; it was not planned yet."
    if counts.total:
        left = f"{counts.left:,} of {_photographs(counts.total)} are left"
        hint = f"Begun {begun}{into}: {left}. What is done stays as it is."
    sentence = "Go on with the batch that was interrupted?"
    return Message(MessageKind.NOTE, sentence, hint, answers=answers)


def farewell(counts: Mapping[Filter, int]) -> Message:
    """The word at the end: "3,126 photographs enhanced, 2 failed."."""
    failed, skipped = counts[Filter.FAILED], counts[Filter.SKIPPED]
    others = [f"{failed:,} failed"] if failed else []
    others += [f"{skipped:,} skipped"] if skipped else []
    sentence = ", ".join([f"{_photographs(counts[Filter.DONE])} enhanced", *others])
    kind = MessageKind.NOTE if failed else MessageKind.DONE
    return Message(kind, f"{sentence}.", "The list says why." if others else "")


def _photographs(count: int) -> str:
    return f"{count:,} photograph{'' if count == 1 else 's'}"

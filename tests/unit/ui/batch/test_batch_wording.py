from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from mirnet_gui.batch.estimate import Estimate, Room
from mirnet_gui.batch.session import Added
from mirnet_gui.jobs.batch_jobs import Grown
from mirnet_gui.photo.naming import PassedOver
from mirnet_gui.ui.batch.batch_state import Filter
from mirnet_gui.ui.batch.batch_wording import (
    estimate_line,
    farewell,
    grown_note,
    passed_over_note,
    progress_words,
    rest_line,
)
from mirnet_gui.ui.model.message import Message, MessageKind


def _counts(waiting: int, done: int, skipped: int, failed: int) -> dict[Filter, int]:
    total = waiting + done + skipped + failed
    return dict(zip(Filter, (total, waiting, done, skipped, failed), strict=True))


def _grown(
    count: int, passed_over: Sequence[PassedOver] = (), own: Mapping[Path, str] | None = None
) -> Message | None:
    return grown_note(Grown([], Added(count, list(passed_over)), own or {}))


def _hint(message: Message | None) -> str:
    return "" if message is None else message.hint


def test_words() -> None:
    room = Room(Path("/"), 1, 212_000_000_000)
    estimate = Estimate(3128, 0, 41_200_000_000, 1, 8640.0, (room,))
    assert estimate_line(estimate) == "3,128 photographs · 41.2 GB · about 2 h 24 min · 212 GB free"
    unknown = Estimate(1, 1, 500, 0, None, ())
    assert "1 cannot be opened" in unknown.sentence()
    assert estimate_line(unknown) == "1 photograph · 500 bytes · 1 cannot be opened"
    assert progress_words(_counts(2716, 410, 0, 2)) == "412 of 3,128 · 2 failed"
    assert progress_words(_counts(1, 1, 0, 0)) == "1 of 2"


def test_what_is_passed_over_is_named() -> None:
    kinds = [PassedOver(Path(f"/a/{name}.psd"), "other kind") for name in "abcde"]
    note = passed_over_note((*kinds, PassedOver(Path("/a/b"), "link")))
    assert note is not None
    assert note.sentence == "1 folder is a link and was not looked into: “b”."
    assert "5 pictures are of kinds that are not read" in note.hint
    assert "“a.psd”, “b.psd”, “c.psd”, and 2 more" in note.hint
    assert passed_over_note(()) is None
    assert _grown(3, kinds[:1]) == passed_over_note(kinds[:1])
    assert _grown(3) is None


def test_why_nothing_was_added_is_told() -> None:
    nothing = _grown(0)
    assert nothing is not None
    assert nothing.sentence == "Nothing was added."
    assert "in the list" not in _hint(_grown(0, own={Path("/a"): "he"}))
    assert "settings that were sent before" in _hint(_grown(0, own={Path("/a"): "he"}))


def test_a_batch_that_stands_says_how_it_stands() -> None:
    assert rest_line(_counts(16, 1, 0, 1)) == "1 enhanced · 1 failed · 16 waiting"
    assert rest_line(_counts(0, 0, 0, 0)) == ""


def test_the_word_at_the_end_is_no_praise_when_something_failed() -> None:
    assert farewell(_counts(0, 1, 0, 0)).sentence == "1 photograph enhanced."
    assert farewell(_counts(0, 1, 0, 0)).kind is MessageKind.DONE
    mixed = farewell(_counts(0, 3126, 1, 2))
    assert mixed.sentence == "3,126 photographs enhanced, 2 failed, 1 skipped."
    assert mixed.kind is MessageKind.NOTE

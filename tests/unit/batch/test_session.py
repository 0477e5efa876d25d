"""One batch from its plan to its end, as the command line and the window both conduct it."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mirnet_gui.batch.control import Control
from mirnet_gui.batch.headers import Headers
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.observer import Observer
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.pipeline import run_in_threads
from mirnet_gui.batch.plan import Request, make_plan
from mirnet_gui.batch.records import Outcome
from mirnet_gui.batch.run_context import CurrentContext
from mirnet_gui.batch.run_header import RunState
from mirnet_gui.batch.session import Session
from mirnet_gui.errors import Cancelled, UsageError
from mirnet_gui.methods.registry import create_method
from mirnet_gui.photo.encoding import Encoding
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.sizes import enlarged
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, ProgressCallback, silent
from tests.unit.batch.brighter import Brighter, Held


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "in"
    place.mkdir()
    for level, name in enumerate(("a.png", "b.jpg", "c.tif"), start=10):
        Image.new("RGB", (8, 8), (level,) * 3).save(place / name)
    return place


def _request(folder: Path, out: Path, **options: Any) -> Request:
    return Request((folder,), Brighter(), replace(Options(out), **options))


def test_what_was_planned_is_not_looked_at_again(folder: Path, tmp_path: Path, opens: Any) -> None:
    """Not when it begins, under whatever names, nor when more is added to the list."""
    opens.folder = folder
    headers = Headers()
    request = _request(folder, tmp_path / "out")
    plan = make_plan(request, CancelToken(), headers)
    assert set(opens.take()) == {"a.png", "b.jpg", "c.tif"}
    more = tmp_path / "more"
    more.mkdir()
    shutil.copy(folder / "a.png", more / "d.png")
    opens.take()
    both = plan.extended([more, folder], CancelToken(), headers)
    assert both.request.inputs == (folder, more)
    assert [task.source.name for task in both.tasks] == ["a.png", "b.jpg", "c.tif", "d.png"]
    changed = both.changed(
        Request((), Brighter(), Options(tmp_path / "other", encoding=Encoding("webp"))), headers
    )
    with Session.begin(changed, tmp_path / "journals", headers=headers) as session:
        assert {task.output.name for task in session.tasks()} == {
            "a.webp", "b.webp", "c.webp", "d.webp",
        }  # fmt: skip
        assert session.estimate().pixels == 256
        assert session.add([folder], CancelToken()).count == 0
    assert opens.take() == {}


def test_a_photograph_that_has_changed_is_looked_at_anew(folder: Path, tmp_path: Path) -> None:
    headers = Headers()
    request = _request(folder, tmp_path / "out")
    plan = make_plan(request, CancelToken(), headers)
    Image.new("RGB", (30, 20)).save(folder / "a.png")
    (folder / "b.jpg").unlink()
    again = plan.changed(replace(request, method=create_method("gamma")), headers)
    assert [(task.width, task.height) for task in again.tasks] == [(30, 20), (0, 0), (8, 8)]


def test_another_output_folder_is_none_of_the_photographs(folder: Path, tmp_path: Path) -> None:
    """As if it had been chosen before the folder around it was given."""
    (folder / "results").mkdir()
    shutil.copy(folder / "a.png", folder / "results" / "not ours.png")
    headers = Headers()
    plan = make_plan(_request(folder, tmp_path / "out"), CancelToken(), headers)
    assert len(plan.tasks) == 4
    changed = plan.changed(Request((), Brighter(), Options(folder / "results")), headers)
    assert [task.source.name for task in changed.tasks] == ["a.png", "b.jpg", "c.tif"]
    kept = {task.source: task.id for task in plan.tasks}
    assert all(task.id == kept[task.source] for task in changed.tasks)


def test_results_may_go_into_the_folder_that_was_given(folder: Path, tmp_path: Path) -> None:
    """Only a folder in it is passed over by who looks into it."""
    headers = Headers()
    plan = make_plan(_request(folder, tmp_path / "out"), CancelToken(), headers)
    beside = Options(folder, name="{stem}_new{ext}")
    assert len(plan.changed(Request((), Brighter(), beside), headers).tasks) == 3
    assert len(make_plan(Request((folder,), Brighter(), beside), CancelToken()).tasks) == 3
    around = make_plan(_request(folder.parent, tmp_path / "out"), CancelToken(), headers)
    with pytest.raises(UsageError, match="lie in the output folder"):
        around.changed(Request((), Brighter(), beside), headers)


def test_only_the_chosen_ones_are_done_in_their_order(folder: Path, tmp_path: Path) -> None:
    plan = make_plan(_request(folder, tmp_path / "out"), CancelToken())
    first, _, third = (task.id for task in plan.tasks)
    with Session.begin(plan.in_order([third, first]), tmp_path / "journals") as session:
        assert [outcome.task.source.name for outcome in session.run()] == ["c.tif", "a.png"]


def test_a_photograph_where_another_one_s_result_would_go_is_no_result(
    folder: Path, tmp_path: Path
) -> None:
    """Nothing was made yet: what stands there was put there by somebody."""
    pool = tmp_path / "pool"
    pool.mkdir()
    shutil.copy(folder / "a.png", pool / "a.png")
    plan = make_plan(_request(folder, pool), CancelToken())
    both = plan.extended([pool.parent], CancelToken(), Headers())
    assert pool / "a.png" not in [task.source for task in both.tasks], "the output folder"
    beside = replace(plan, request=replace(plan.request, options=Options(tmp_path / "elsewhere")))
    both = beside.extended([pool], CancelToken(), Headers())
    assert pool / "a.png" in [task.source for task in both.tasks]


def test_what_is_added_in_the_very_moment_of_the_end_is_done(folder: Path, tmp_path: Path) -> None:
    """After the last thread looked for more, and before the run is at its end."""
    late = tmp_path / "late.png"
    shutil.copy(folder / "a.png", late)
    plan = make_plan(_request(folder, tmp_path / "out"), CancelToken())
    added = []

    def executor(
        journal: Journal, context: CurrentContext, control: Control, observer: Observer
    ) -> Iterator[Outcome]:
        yield from run_in_threads(journal, context, control, observer)
        if not added:
            added.append(session.add([late], CancelToken()))

    with Session.begin(plan, tmp_path / "journals") as session:
        outcomes = list(session.run(executor=executor))
        assert [outcome.status for outcome in outcomes] == ["done"] * 4
        assert session.journal.state is RunState.FINISHED
    assert (tmp_path / "out" / "late.png").is_file()


def test_a_run_after_a_pause_and_a_cancel_begins_unpaused(folder: Path, tmp_path: Path) -> None:
    held, cancel = Held(), CancelToken()
    request = replace(_request(folder, tmp_path / "out"), method=held)
    with Session.begin(make_plan(request, CancelToken()), tmp_path / "journals") as session:
        running = threading.Thread(target=lambda: list(session.run(cancel)))
        running.start()
        assert held.begun.wait(60)
        session.control.pause()
        cancel.cancel()
        running.join(60)
        assert session.journal.state is RunState.CANCELLED
        held.let_go.set()
        outcomes: list[Outcome] = []
        again = CancelToken()
        running = threading.Thread(target=lambda: outcomes.extend(session.run(again)))
        running.start()
        running.join(60)
        again.cancel()
        running.join(60)
        assert [outcome.status for outcome in outcomes] == ["done"] * 3


def test_a_batch_whose_plan_is_missing_is_planned_when_it_is_resumed(
    folder: Path, tmp_path: Path
) -> None:
    request = replace(_request(folder, tmp_path / "out"), method=create_method("gamma"))
    plan = make_plan(request, CancelToken())
    with Session.begin(replace(plan, tasks=[]), tmp_path / "journals") as session:
        path = session.journal.path
    with Session.resume(path, CancelToken()) as session:
        assert session.counts().left == 3
        assert session.method == create_method("gamma")


def test_a_resume_that_is_cancelled_lets_others_have_the_journal(
    folder: Path, tmp_path: Path
) -> None:
    request = replace(_request(folder, tmp_path / "out"), method=create_method("gamma"))
    plan = make_plan(request, CancelToken())
    with Session.begin(replace(plan, tasks=[]), tmp_path / "journals") as session:
        path = session.journal.path
    cancelled = CancelToken()
    cancelled.cancel()
    with pytest.raises(Cancelled):
        Session.resume(path, cancelled)
    Journal.open(path).close()


def test_where_it_is_computed_may_be_asked_anew_but_not_what_is_done(
    folder: Path, tmp_path: Path
) -> None:
    begun = create_method("mirnet", device="cpu")
    plan = make_plan(replace(_request(folder, tmp_path / "out"), method=begun), CancelToken())
    with Session.begin(plan, tmp_path / "journals") as session:
        path = session.journal.path
    elsewhere = create_method("mirnet", device="cpu", tile="512")
    with Session.resume(path, CancelToken(), elsewhere) as session:
        assert session.method == elsewhere
    with Session.resume(path, CancelToken(), create_method("he")) as session:
        assert session.method == begun


def test_the_estimate_names_what_is_there_already(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.png").write_bytes(b"somebody's own")
    plan = make_plan(_request(folder, out), CancelToken())
    with Session.begin(plan, tmp_path / "journals") as session:
        first, *_ = session.tasks()
        assert session.estimate().skipped == frozenset({first.id})
        list(session.run())
        assert session.estimate().photographs == 0


def test_a_folder_of_nothing_is_refused_before_a_journal_is_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="no photographs"):
        make_plan(_request(tmp_path / "empty", tmp_path / "out"), CancelToken())


def test_some_photographs_have_settings_of_their_own(folder: Path, tmp_path: Path) -> None:
    """Also after the program was ended, and those added later; the report says which."""
    own = {folder / "a.png": "gamma:gamma=0.3"}
    options = Options(tmp_path / "out", name="{stem}_{method}{ext}")
    request = Request((folder,), create_method("he"), options, own)
    plan = make_plan(request, CancelToken())
    with Session.begin(plan, tmp_path / "journals") as session:
        late = tmp_path / "late.png"
        shutil.copy(folder / "a.png", late)
        session.add([late], CancelToken(), {late: "levels"})
        path = session.journal.path
    with Session.resume(path, CancelToken()) as session:
        assert session.estimate().seconds is not None
        done = {outcome.task.source.name: outcome.task for outcome in session.run()}
        page = session.save_report(tmp_path)
    assert {name: task.method for name, task in done.items()} == {
        "a.png": "gamma:gamma=0.3", "b.jpg": "", "c.tif": "", "late.png": "levels",
    }  # fmt: skip
    assert done["a.png"].output.name == "a_gamma-gamma=0.3.png"
    plain = read_photo(folder / "a.png").pixels
    wanted = create_method("gamma", gamma=0.3).apply(plain, silent, CancelToken())
    assert np.array_equal(read_photo(done["a.png"].output).pixels, wanted)
    assert b"gamma=0.3" in done["a.png"].output.read_bytes(), "the metadata say so"
    facts = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["photographs"]
    assert [each["method"] for each in facts][::3] == ["gamma:gamma=0.3", "levels"]


def test_settings_of_one_photograph_are_forgotten(folder: Path, tmp_path: Path) -> None:
    request = replace(_request(folder, tmp_path / "out"), own={folder / "a.png": "he"})
    headers = Headers()
    plan = make_plan(request, CancelToken(), headers)
    assert [task.method for task in plan.tasks] == ["he", "", ""]
    alike = plan.changed(replace(request, own={}), headers)
    assert [task.method for task in alike.tasks] == ["", "", ""]


def test_what_no_file_can_hold_is_told_before_it_is_worked_out(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write_photo(Photo(np.zeros((4, 9000, 3), np.uint8)), tmp_path / "in" / "strip.png")
    method = Counting(scale=2)
    options = Options(tmp_path / "out", encoding=Encoding("webp"))
    plan = make_plan(Request((tmp_path / "in",), method, options), CancelToken())
    with Session.begin(plan, tmp_path / "journals") as session:
        (outcome,) = session.run()
    assert outcome.status == "failed"
    assert "at most 16,383 pixels, and this picture is 18,000 x 8" in outcome.reason
    assert method.applied == []
    smaller = replace(options, encoding=Encoding("webp", longest=9000))
    plan = make_plan(Request((tmp_path / "in",), method, smaller), CancelToken())
    with Session.begin(plan, tmp_path / "journals") as session:
        (outcome,) = session.run()
    assert outcome.status == "done"


@dataclass(frozen=True)
class Counting(Brighter):
    """Enlarges, and notes that it did."""

    scale: int = 1  # type: ignore[misc]
    applied: list[int] = field(default_factory=list)

    def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        self.applied.append(1)
        return enlarged(super().apply(pixels, progress, cancel), self.scale)

"""Many photographs at once, by a hand on the Batch page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QSystemTrayIcon, QWidget

from mirnet_gui import locations
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.journals import newest
from mirnet_gui.batch.run_header import RunState
from mirnet_gui.methods.registry import create_method
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.batch.batch_model import Column
from mirnet_gui.ui.batch.batch_page import BatchPage
from tests.e2e.pilot import Drive, Pilot, Turnstile
from tests.e2e.samples import reduced_sample


@pytest.fixture
def party(tmp_path: Path) -> Path:
    """Six photographs, one of them broken."""
    folder = tmp_path / "party"
    folder.mkdir()
    first = reduced_sample("cat-in-the-dusk.jpg", folder / "1.png", 100)
    for name in ("2", "3", "4", "5"):
        shutil.copy(first, folder / f"{name}.png")
    (folder / "6.png").write_bytes(first.read_bytes()[:2000])
    return folder


def _page(pilot: Pilot, method: str = "gamma", output: Path | None = None) -> BatchPage:
    pilot.turn_to("batch")
    page = pilot.batch
    page.panel.form.set_method(create_method(method))
    if output is not None:
        page.panel.set_folder(output)
    return page


def _texts(page: BatchPage, column: Column) -> list[str]:
    model = page.listing.photographs.model()
    return [model.index(line, column).data() for line in range(model.rowCount())]


def _words_on(widget: QWidget) -> list[str]:
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisible()]


def _start(pilot: Pilot, page: BatchPage, count: int) -> None:
    action = pilot.window.actions_table[ActionName.START_BATCH]
    pilot.until(lambda: len(page.listing.model.rows) == count and action.isEnabled())
    action.trigger()


def _until_through(pilot: Pilot, page: BatchPage) -> None:
    pilot.until(lambda: page.message is not None and "enhanced" in page.message.sentence)


def test_a_dropped_folder_is_enhanced_and_the_list_says_what_became_of_each(
    drive: Drive, party: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"

    def script(pilot: Pilot) -> None:
        page = _page(pilot, "mirnet", out)
        pilot.drop(party)
        pilot.until(lambda: len(page.listing.model.rows) == 6)
        assert "6 photographs" in page.bar.facts
        assert "free" in page.bar.facts
        assert not any("begun with" in words for words in _words_on(page.panel))
        _start(pilot, page, 6)
        _until_through(pilot, page)
        assert page.message is not None
        assert page.message.sentence == "5 photographs enhanced, 1 failed."
        assert any("begun with these settings" in words for words in _words_on(page.panel))
        assert _texts(page, Column.STATE) == ["Done"] * 5 + ["Failed"]
        assert "6.png" in _texts(page, Column.REASON)[5]
        assert pilot.window.actions_table[ActionName.RETRY_FAILED].text() == "Retry failed (1)"
        pilot.until(lambda: page.listing.photographs.model().index(0, 0).data(
            Qt.ItemDataRole.DecorationRole) is not None)  # fmt: skip

    assert drive(script) == 0
    before, after = read_photo(party / "1.png"), read_photo(out / "1-enhanced.png")
    assert after.pixels.mean() > before.pixels.mean() + 10
    assert not (out / "6-enhanced.png").exists()


def test_the_list_says_beforehand_which_cannot_be_opened(
    drive: Drive, party: Path, tmp_path: Path
) -> None:
    (party / "6.png").write_bytes(b"no picture at all")

    def script(pilot: Pilot) -> None:
        page = _page(pilot, output=tmp_path / "out")
        page.take_in([party])
        pilot.until(lambda: "1 cannot be opened" in page.bar.facts)
        *others, reason = _texts(page, Column.REASON)
        assert "cannot be opened" in reason
        assert not any(others)

    assert drive(script) == 0


def test_a_folder_that_takes_no_results_can_be_changed_for_another(
    drive: Drive, party: Path, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")

    def script(pilot: Pilot) -> None:
        page = _page(pilot, output=tmp_path / "taken")
        page.take_in([party])
        pilot.until(lambda: len(page.listing.model.rows) == 6)
        pilot.window.actions_table[ActionName.START_BATCH].trigger()
        pilot.until(lambda: page.message is not None)
        assert page.message is not None
        assert "is a file, not a folder" in page.message.sentence
        assert len(page.listing.model.rows) == 6
        page.panel.set_folder(tmp_path / "out")
        page.dismiss()
        _start(pilot, page, 6)
        _until_through(pilot, page)

    assert drive(script) == 0
    assert len(list((tmp_path / "out").iterdir())) == 5


def test_a_click_on_what_failed_tells_the_whole_reason(
    drive: Drive, party: Path, tmp_path: Path
) -> None:
    def script(pilot: Pilot) -> None:
        page = _page(pilot, output=tmp_path / "out")
        page.take_in([party])
        _start(pilot, page, 6)
        _until_through(pilot, page)
        reason = page.listing.model.rows[5].reason
        index = page.listing.photographs.model().index(5, Column.STATE)
        spot = page.listing.photographs.visualRect(index).center()
        QTest.mouseClick(page.listing.photographs.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        pilot.until(lambda: page.message is not None and page.message.sentence == reason)
        assert not page.shows_pair

    assert drive(script) == 0


def test_a_click_opens_the_pair_and_escape_closes_it(
    drive: Drive, party: Path, tmp_path: Path
) -> None:
    def script(pilot: Pilot) -> None:
        page = _page(pilot, output=tmp_path / "out")
        page.take_in([party])
        _start(pilot, page, 6)
        _until_through(pilot, page)
        index = page.listing.photographs.model().index(0, Column.PHOTOGRAPH)
        spot = page.listing.photographs.visualRect(index).center()
        QTest.mouseClick(page.listing.photographs.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        pilot.until(lambda: page.shows_pair)
        picture = page.pair.canvas.grab().toImage()
        middle = picture.height() // 2
        left = picture.pixelColor(picture.width() // 2 - 40, middle)
        right = picture.pixelColor(picture.width() // 2 + 40, middle)
        assert right.lightness() != left.lightness()
        pilot.press(Qt.Key.Key_Escape)
        assert not page.shows_pair

    assert drive(script) == 0


def test_filters_and_words_list_less(drive: Drive, party: Path, tmp_path: Path) -> None:
    def script(pilot: Pilot) -> None:
        page = _page(pilot, output=tmp_path / "out")
        page.take_in([party])
        _start(pilot, page, 6)
        _until_through(pilot, page)
        actions = pilot.window.actions_table
        actions[ActionName.LIST_FAILED].trigger()
        assert _texts(page, Column.PHOTOGRAPH) == [str(Path("party/6.png"))]
        actions[ActionName.LIST_DONE].trigger()
        assert len(_texts(page, Column.PHOTOGRAPH)) == 5
        assert actions[ActionName.LIST_DONE].text() == "Done 5"

    assert drive(script) == 0


def test_photographs_are_reordered_removed_and_added_before_and_while_it_runs(
    drive: Drive, party: Path, tmp_path: Path, turnstile: Turnstile
) -> None:
    more = tmp_path / "more"
    more.mkdir()
    shutil.copy(party / "1.png", more / "late.png")

    def script(pilot: Pilot) -> None:
        page = _page(pilot, "mirnet", tmp_path / "out")
        page.take_in([party])
        pilot.until(lambda: len(page.listing.model.rows) == 6)
        actions = pilot.window.actions_table
        page.listing.photographs.select([page.listing.model.rows[4].id])
        actions[ActionName.MOVE_FIRST].trigger()
        page.listing.photographs.select([page.listing.model.rows[5].id])
        actions[ActionName.REMOVE_PHOTO].trigger()
        names = [row.source.name for row in page.listing.model.rows]
        assert names == ["5.png", "1.png", "2.png", "3.png", "4.png"]
        turnstile.let(4)
        _start(pilot, page, 5)
        pilot.until(lambda: _texts(page, Column.STATE)[:4] == ["Done"] * 4 and turnstile.come == 5)
        page.take_in([more])
        pilot.until(lambda: len(page.listing.model.rows) == 6)
        turnstile.let_all()
        _until_through(pilot, page)
        names = [row.source.name for row in page.listing.model.rows]
        assert names == ["5.png", "1.png", "2.png", "3.png", "4.png", "late.png"]
        assert {row.state for row in page.listing.model.rows} == {"done"}

    assert drive(script) == 0
    assert (tmp_path / "out" / "late-enhanced.png").is_file()
    assert not (tmp_path / "out" / "6-enhanced.png").exists()


def test_pause_begins_nothing_more_and_cancel_leaves_the_rest_waiting(
    drive: Drive, party: Path, tmp_path: Path, turnstile: Turnstile
) -> None:
    def script(pilot: Pilot) -> None:
        page = _page(pilot, "mirnet", tmp_path / "out")
        page.take_in([party])
        turnstile.let(1)
        _start(pilot, page, 6)
        actions = pilot.window.actions_table
        pilot.until(lambda: turnstile.come == 2)
        actions[ActionName.PAUSE_BATCH].trigger()
        assert actions[ActionName.PAUSE_BATCH].text() == "Resume"
        pilot.until(lambda: pilot.status.startswith("Paused"))
        turnstile.let_all()
        pilot.until(lambda: _texts(page, Column.STATE).count("Done") == 2)
        # The third would have come before the second was written, had nothing held it.
        assert turnstile.come == 2
        actions[ActionName.STOP].trigger()
        pilot.until(actions[ActionName.START_BATCH].isEnabled)
        pilot.until(lambda: "Running" not in _texts(page, Column.STATE))
        assert _texts(page, Column.STATE) == ["Done"] * 2 + ["Waiting"] * 4
        assert turnstile.come == 2
        actions[ActionName.START_BATCH].trigger()
        _until_through(pilot, page)

    assert drive(script) == 0
    found = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert found == [f"{number}-enhanced.png" for number in range(1, 6)]


def test_what_failed_is_tried_again(drive: Drive, party: Path, tmp_path: Path) -> None:
    def script(pilot: Pilot) -> None:
        page = _page(pilot, output=tmp_path / "out")
        page.take_in([party])
        _start(pilot, page, 6)
        _until_through(pilot, page)
        shutil.copy(party / "1.png", party / "6.png")
        page.dismiss()
        pilot.window.actions_table[ActionName.RETRY_FAILED].trigger()
        _until_through(pilot, page)
        assert {row.state for row in page.listing.model.rows} == {"done"}

    assert drive(script) == 0


def test_the_window_asks_to_go_on_with_an_interrupted_batch(
    drive: Drive, party: Path, tmp_path: Path, turnstile: Turnstile
) -> None:
    def interrupted(pilot: Pilot) -> None:
        page = _page(pilot, "mirnet", tmp_path / "out")
        page.take_in([party])
        turnstile.let(1)
        _start(pilot, page, 6)
        pilot.until(lambda: "Done" in _texts(page, Column.STATE))

    def again(pilot: Pilot) -> None:
        turnstile.let_all()
        pilot.until(lambda: pilot.message is not None)
        assert pilot.message is not None
        assert "interrupted" in pilot.message.sentence
        assert "of 6 photographs are left" in pilot.message.hint
        pilot.answer(0)
        assert pilot.message is None
        page = pilot.batch
        assert pilot.window.page is pilot.batch
        _until_through(pilot, page)
        assert {row.state for row in page.listing.model.rows} == {"done", "failed"}

    assert drive(interrupted) == 0
    journal = newest(locations.journals())
    assert journal is not None
    with Journal.open(journal) as opened:
        assert opened.counts().left > 0
    assert drive(again) == 0
    assert len(list((tmp_path / "out").iterdir())) == 5
    with Journal.open(journal) as opened:
        assert opened.state is RunState.FINISHED


def test_the_switch_watches_a_folder(drive: Drive, party: Path, tmp_path: Path) -> None:
    arriving = tmp_path / "arriving"
    arriving.mkdir()

    def script(pilot: Pilot) -> None:
        page = _page(pilot, output=tmp_path / "out")
        actions = pilot.window.actions_table
        actions[ActionName.WATCH_ON].trigger()
        dialog = pilot.dialog(QFileDialog)
        assert isinstance(dialog, QFileDialog)
        dialog.setDirectory(str(arriving))
        dialog.accept()
        pilot.until(lambda: pilot.status == "Watching arriving · nothing has arrived yet")
        assert actions[ActionName.WATCH_ON].isChecked()
        shutil.copy(party / "1.png", arriving / "new.png")
        pilot.until(lambda: _texts(page, Column.STATE) == ["Done"])
        actions[ActionName.WATCH_OFF].trigger()
        pilot.until(pilot.is_idle)
        assert actions[ActionName.WATCH_OFF].isChecked()

    assert drive(script) == 0
    assert (tmp_path / "out" / "new-enhanced.png").is_file()


def test_a_report_is_saved(drive: Drive, party: Path, tmp_path: Path) -> None:
    def script(pilot: Pilot) -> None:
        page = _page(pilot, output=tmp_path / "out")
        page.take_in([party])
        _start(pilot, page, 6)
        _until_through(pilot, page)
        pilot.window.actions_table[ActionName.SAVE_REPORT].trigger()
        dialog = pilot.dialog(QFileDialog)
        assert isinstance(dialog, QFileDialog)
        (tmp_path / "report").mkdir()
        dialog.setDirectory(str(tmp_path / "report"))
        dialog.accept()
        pilot.until(lambda: page.message is not None and "Saved" in page.message.sentence)

    assert drive(script) == 0
    assert {path.suffix for path in (tmp_path / "report").iterdir()} == {".html", ".csv", ".json"}


def test_a_folder_without_photographs_is_said(drive: Drive, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    def script(pilot: Pilot) -> None:
        page = _page(pilot)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "empty"))])
        pilot.drop_mime(mime)
        pilot.until(lambda: page.message is not None)
        assert page.message is not None
        assert "no photographs" in page.message.sentence
        assert page.rect().contains(QPoint(10, 10))

    assert drive(script) == 0


def test_title_and_tray_tell_of_it(
    drive: Drive, party: Path, tmp_path: Path, turnstile: Turnstile,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    said: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(
        QSystemTrayIcon, "showMessage", lambda _tray, _title, text, _icon: said.append(text)
    )

    def script(pilot: Pilot) -> None:
        page = _page(pilot, "mirnet", tmp_path / "out")
        page.take_in([party])
        turnstile.let(1)
        _start(pilot, page, 6)
        pilot.until(lambda: "%" in pilot.window.windowTitle())
        pilot.turn_to("enhance")
        assert pilot.status.startswith("Batch")
        pilot.press(Qt.Key.Key_Escape)
        turnstile.let_all()
        pilot.turn_to("batch")
        _until_through(pilot, page)
        assert pilot.window.windowTitle() == "MIRNet GUI"

    assert drive(script) == 0
    assert said == ["5 photographs enhanced, 1 failed."], "Esc elsewhere did not stop it"


def test_how_it_is_done_is_remembered_but_never_to_replace_originals(
    drive: Drive, tmp_path: Path
) -> None:
    def choose(pilot: Pilot) -> None:
        page = _page(pilot, "clahe", tmp_path / "out")
        assert page.panel.options is not None

    def again(pilot: Pilot) -> None:
        panel = pilot.batch.panel
        assert panel.method == create_method("clahe")
        assert panel.options is not None
        assert panel.options.folder == tmp_path / "out"
        panel.findChild(QCheckBox, "replaceOriginals").setChecked(True)
        assert panel.options.replace_originals

    def the_third_time(pilot: Pilot) -> None:
        panel = pilot.batch.panel
        assert panel.options is not None
        assert not panel.options.replace_originals

    for script in (choose, again, the_third_time):
        assert drive(script) == 0

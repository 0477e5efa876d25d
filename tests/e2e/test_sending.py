"""Photographs go from page to page with what is wanted of each of them, and of no other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.registry import parse_method, text_of
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.tone.controls import Controls
from mirnet_gui.tone.regions import AdjustedRegion
from mirnet_gui.tone.shapes import Rectangle
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.batch.batch_model import Column
from mirnet_gui.ui.batch.batch_page import BatchPage
from mirnet_gui.ui.widgets.buttons import ActionButton
from tests.e2e.pilot import Drive, Pilot
from tests.e2e.test_batch_words import cells, until_through

REGION = AdjustedRegion(Rectangle(0.5, 0.5, 0.2, 0.2), controls=Controls(exposure=2.0))


def names(page: BatchPage) -> list[str]:
    return [row.source.name for row in page.listing.model.rows]


def edit_all(pilot: Pilot) -> list[Path]:
    """The first gets a region, the second is darker, the third comes as it is."""
    pilot.until_enhanced()
    keys = list(pilot.enhance.shared.photographs.listed.paths)
    recipes = pilot.enhance.shared.recipes
    recipes.paste(parse_method("mirnet:exposure=-1"), keys[1:2])
    recipes.use(MirnetMethod(regions=(REGION,)))
    QTest.keyClick(pilot.enhance.strip, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    return keys


def test_a_batch_keeps_to_the_settings_of_each(drive: Drive, three_photos: Path) -> None:
    out = three_photos.parent / "out"

    def script(pilot: Pilot) -> None:
        edit_all(pilot)
        pilot.window.actions_table[ActionName.SEND_TO_BATCH].trigger()
        page = pilot.batch
        pilot.until(lambda: names(page) == ["1.png", "2.png", "3.png"])
        said = cells(page, Column.REASON)
        assert "with regions" in said[0]
        assert "exposure -1" in said[1]
        assert said[2] == ""
        assert page.panel.method == MirnetMethod(), "nobody chose anything else for the others"
        page.panel.set_folder(out)
        pilot.until(pilot.window.actions_table[ActionName.START_BATCH].isEnabled)
        pilot.click(page.bar.start)
        until_through(pilot, page)
        pilot.window.actions_table[ActionName.NEW_BATCH].trigger()
        page.remember()
        assert "regions" not in pilot.settings.batch

    drive(script, three_photos)
    first, second, third = (
        read_photo(out / f"{name}-enhanced.png").pixels.astype(int) for name in "123"
    )
    assert second.mean() < third.mean() - 5
    differs = np.abs(first - third).max(axis=2) > 5
    height, width = differs.shape
    assert differs[height // 2, width // 2]
    assert not differs[: height // 8].any(), "outside of the region"


def test_all_of_a_batch_can_be_treated_alike(drive: Drive, three_photos: Path) -> None:
    def script(pilot: Pilot) -> None:
        edit_all(pilot)
        actions = pilot.window.actions_table
        actions[ActionName.SEND_TO_BATCH].trigger()
        page = pilot.batch
        pilot.until(lambda: len(names(page)) == 3)
        page.listing.photographs.select([page.listing.model.rows[0].id])
        actions[ActionName.USE_BATCH_SETTINGS].trigger()
        assert [row.method != "" for row in page.listing.model.rows] == [False, True, False]
        assert page.panel.alike.isVisible()
        pilot.click(page.panel.alike)
        assert not any(row.method for row in page.listing.model.rows)
        assert not page.panel.alike.isVisible()

    drive(script, three_photos)


def test_what_is_sent_again_has_its_newest_settings(drive: Drive, three_photos: Path) -> None:
    def script(pilot: Pilot) -> None:
        keys = edit_all(pilot)
        actions = pilot.window.actions_table
        actions[ActionName.SEND_TO_BATCH].trigger()
        page = pilot.batch
        pilot.until(lambda: len(names(page)) == 3)
        pilot.turn_to("enhance")
        pilot.enhance.shared.recipes.paste(parse_method("he"), keys[2:])
        actions[ActionName.SEND_TO_BATCH].trigger()
        pilot.until(lambda: page.listing.model.rows[2].method == "he")
        assert len(names(page)) == 3
        assert page.message is None

    drive(script, three_photos)


def test_a_result_is_gone_on_with_on_other_pages(drive: Drive, three_photos: Path) -> None:
    """The way back from a batch: the photograph, with what the batch did to it."""

    def script(pilot: Pilot) -> None:
        page = pilot.batch
        pilot.turn_to("batch")
        page.panel.form.set_method(parse_method("gamma:gamma=0.3"))
        page.take_in([three_photos])
        pilot.until(pilot.window.actions_table[ActionName.START_BATCH].isEnabled)
        pilot.click(page.bar.start)
        until_through(pilot, page)
        assert page.message is not None
        assert page.message.file == three_photos / "1-enhanced.png", "it can be shown in its folder"
        page.listing.photographs.select([page.listing.model.rows[1].id])
        pilot.window.actions_table[ActionName.SHOW_PAIR].trigger()
        pilot.until(lambda: page.shows_pair)
        buttons = {each.text(): each for each in page.pair.findChildren(ActionButton)}
        pilot.click(buttons["Open on Enhance"])
        assert pilot.window.page is pilot.enhance
        pilot.until(lambda: pilot.enhance.shared.photographs.name == "2.png")
        pilot.until_enhanced()
        assert text_of(pilot.enhance.shared.recipes.method) == "gamma:gamma=0.3"
        pilot.press(Qt.Key.Key_Z, control=True)
        assert text_of(pilot.enhance.shared.recipes.method) == "mirnet"
        pilot.turn_to("batch")
        pilot.click(buttons["Open on Compare"])
        pilot.until(lambda: "gamma:gamma=0.3" in pilot.compare.controller.methods.keys)

    drive(script)


def test_what_was_taken_out_comes_again_without_its_settings(
    drive: Drive, three_photos: Path
) -> None:
    def script(pilot: Pilot) -> None:
        edit_all(pilot)
        pilot.window.actions_table[ActionName.SEND_TO_BATCH].trigger()
        page = pilot.batch
        pilot.until(lambda: len(names(page)) == 3)
        page.listing.photographs.select([page.listing.model.rows[0].id])
        pilot.window.actions_table[ActionName.REMOVE_PHOTO].trigger()
        pilot.until(lambda: names(page) == ["2.png", "3.png"])
        page.take_in([three_photos])
        pilot.until(lambda: names(page) == ["2.png", "3.png", "1.png"])
        assert [row.method != "" for row in page.listing.model.rows] == [True, False, False]

    drive(script, three_photos)

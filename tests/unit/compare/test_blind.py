from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

from mirnet_gui.compare.blind import COLUMNS, BlindTest, blind_test, keep_ranking
from mirnet_gui.errors import UnwritablePhoto

METHODS = ("he", "clahe", "lime", "mirnet")


def test_the_order_is_a_surprise_and_nothing_is_lost() -> None:
    orders = {blind_test(METHODS, seed).order for seed in range(40)}
    assert len(orders) > 10
    assert all(sorted(order) == sorted(METHODS) for order in orders)
    assert [blind_test(METHODS, 1).letter(m) for m in blind_test(METHODS, 1).order] == list("ABCD")


def test_the_last_one_needs_no_word() -> None:
    test = BlindTest(METHODS).with_next("lime").with_next("he")
    assert not test.is_finished
    assert test.rank("lime") == 1
    assert test.rank("clahe") is None
    test = test.with_next("mirnet")
    assert test.is_finished
    assert test.ranked == ("lime", "he", "mirnet", "clahe")


def test_a_second_click_changes_nothing() -> None:
    test = BlindTest(METHODS).with_next("lime")
    assert test.with_next("lime") == test


def test_rankings_are_added_to_one_table(tmp_path: Path) -> None:
    path = tmp_path / "deeper" / "rankings.csv"
    for photo in ("a.png", "b, c.png"):
        keep_ranking(BlindTest(METHODS, METHODS), photo, path)
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["method"] for row in rows] == [*METHODS, *METHODS]
    assert rows[5] | {"time": ""} == {
        "time": "",
        "photo": "b, c.png",
        "method": "clahe",
        "rank": "2",
        "of": "4",
    }


def test_a_name_that_is_no_text_or_a_formula_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "rankings.csv"
    for photo in ("b\udce4r.jpg", "=cmd.jpg"):
        keep_ranking(BlindTest(METHODS, METHODS), photo, path)
    with path.open(newline="", encoding="utf-8", errors="surrogateescape") as file:
        rows = list(csv.DictReader(file))
    assert [row["photo"] for row in rows] == ["b\udce4r.jpg"] * 4 + ["'=cmd.jpg"] * 4


@pytest.mark.skipif(sys.platform == "win32", reason="a device that is always full")
def test_a_full_drive_is_told() -> None:
    with pytest.raises(UnwritablePhoto, match="room on the drive"):
        keep_ranking(BlindTest(METHODS, METHODS), "a.png", Path("/dev/full"))

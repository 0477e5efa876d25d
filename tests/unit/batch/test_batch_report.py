from __future__ import annotations

import csv
import json
import re
from pathlib import Path

from PIL import Image
from skimage import data

from mirnet_gui import locations
from mirnet_gui.batch.journals import create_journal
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.plan import Request
from mirnet_gui.batch.report import COLUMNS, save_report
from mirnet_gui.methods.registry import create_method
from mirnet_gui.network.catalog import find_weights
from tests.unit.batch.brighter import begun, run


def test_three_files_tell_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    Image.fromarray(data.chelsea()[:40, :60] // 4).save(folder / "a <b> & c.png")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "out").mkdir()
    Image.new("RGB", (4, 4)).save(folder / "there.png")
    (tmp_path / "out" / "there.png").write_bytes(b"already")
    method = create_method("gamma")
    strip = ("location", "date")
    with begun([folder], tmp_path / "out", method, quality=80, strip=strip) as journal:
        list(run(journal, method))
        page = save_report(journal, tmp_path / "report")
        assert save_report(journal, tmp_path / "report") == page, "may be written again"
    html = page.read_text(encoding="utf-8")
    assert "1 of 3 photographs enhanced" in html
    assert "a &lt;b&gt; &amp; c.png" in html
    assert "Location, Date and time" in html
    assert html.count("data:image/jpeg;base64,") == 1
    assert not re.search(r"(src|href)=\"(?!data:)", html), "it stands alone"
    assert "<script" not in html
    record = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert record["counts"] == {"total": 3, "done": 1, "skipped": 1, "failed": 1, "left": 0}
    assert record["batch"]["options"]["quality"] == 80
    assert record["batch"]["options"]["strip"] == ["location", "date"]
    by_state = {each["state"]: each for each in record["photographs"]}
    assert by_state["done"]["result_bytes"] == Path(by_state["done"]["result"]).stat().st_size
    assert "broken.jpg" in by_state["failed"]["reason"]
    assert "exists already" in by_state["skipped"]["reason"]
    with page.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["state"] for row in rows] == [each["state"] for each in record["photographs"]]


def test_the_weights_are_named_with_the_checksums_of_both_passes(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    Image.fromarray(data.chelsea()[:40, :60] // 4).save(folder / "cat.png")
    request = Request((folder,), create_method("mirnet", strength=0.0), Options(tmp_path / "out"))
    # Nothing is enhanced, so the method need not be prepared.
    with create_journal(locations.journals(), request) as journal:
        page = save_report(journal, tmp_path / "report")
    sums = [f"{part} {each.sha256}" for part, each in find_weights("lowlight").files.items()]
    expected = f"lowlight: {', '.join(sums)}"
    assert expected in page.read_text(encoding="utf-8")
    record = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert record["batch"]["weights"] == expected

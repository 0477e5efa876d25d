"""The page of a run, read as a browser and its reader do."""

from __future__ import annotations

import base64
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from skimage import data

from mirnet_gui.errors import OutputExists, UnwritablePhoto, UsageError
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.trainer.config import Keeping, TrainingConfig
from mirnet_gui.trainer.learning.module import NETWORK
from mirnet_gui.trainer.results.run_report import write_report
from mirnet_gui.trainer.runs import run as training
from mirnet_gui.trainer.runs.folder import RunFolder
from mirnet_gui.trainer.runs.records import COLUMNS

CUP = data.coffee()[100:300, 150:450]


@dataclass
class Page(HTMLParser):
    """What stands in a page: its text, its elements with their attributes."""

    path: Path
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.source = self.path.read_text(encoding="utf-8")
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, text: str) -> None:
        self.words.append(text)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def every(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def pictures(self) -> dict[str, Image.Image]:
        """The pictures by their alternative texts."""
        found = {}
        for picture in self.every("img"):
            head, _, encoded = str(picture["src"]).partition(",")
            assert head == "data:image/jpeg;base64"
            found[str(picture["alt"])] = Image.open(io.BytesIO(base64.b64decode(encoded)))
        return found


@pytest.fixture
def run(folders: Path, config: TrainingConfig, tmp_path: Path) -> RunFolder:
    """All of 400 steps, the best of them the 300th, and a photograph of a cup of coffee."""
    run = RunFolder(tmp_path / "night & day")
    keeping = Keeping(validate_every=100)
    run.create(replace(config, steps=400, keeping=keeping), folders)
    log(run, [row(step) for step in range(10, 401, 10)])
    keep(run, "cup", "input", CUP // 8)
    keep(run, "cup", "reference", CUP)
    for step in (100, 200, 300, 400):
        keep(run, "cup", f"step-{step:06d}", (CUP * (0.5 + step / 1000)).astype(np.uint8))
    return run


def row(step: int) -> dict[str, float]:
    logged = {"step": step, "loss": 0.1 + 1 / step, "rate": 1e-3}
    psnr = {100: 19.0, 200: 20.0, 300: 21.5, 400: 20.25}.get(step)
    return logged | {"psnr": psnr, "ssim": step / 500} if psnr else logged


def log(run: RunFolder, rows: list[dict[str, float]]) -> None:
    run.metrics.parent.mkdir(exist_ok=True)
    with run.metrics.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def keep(run: RunFolder, picture: str, name: str, pixels: np.ndarray) -> None:
    (run.samples / picture).mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(run.samples / picture / f"{name}.png", compress_level=1)


def page_of(run: RunFolder) -> Page:
    return Page(write_report(run.path, overwrite=True))


def test_the_page_tells_figures_configuration_and_environment(run: RunFolder) -> None:
    page = page_of(run)
    assert "Training report night & day" in page.text
    assert "All 400 steps are done." in page.text
    assert "Best PSNR 300 21.50 dB 0.6000" in page.text
    assert "Last 400 20.25 dB 0.8000" in page.text
    assert "3 300 21.50 dB 0.6000 4 400 20.25 dB 0.8000" in page.text, "all of them in a table"
    assert "learning_rate 0.002" in page.text
    assert " ".join(run.config.read_text(encoding="utf-8").split()) in page.text, "as TOML, too"
    environment = run.read_environment()
    for fact in (environment["device"], environment["versions"]["torch"], environment["started"]):
        assert str(fact) in page.text
    for fingerprint in environment["fingerprint"].values():
        assert f"pictures {fingerprint['pictures']} sha256 {fingerprint['sha256']}" in page.text
    assert "What is missing" not in page.text
    assert "Computed for" not in page.text, "no log tells"


def test_curves_are_drawn_and_told_in_words(run: RunFolder) -> None:
    page = page_of(run)
    drawings = [e["aria-label"] for e in page.every("div") if e.get("role") == "img"]
    assert [str(words).partition(" over")[0] for words in drawings] == [
        "Loss", "Learning rate", "PSNR (dB)", "SSIM",
    ]  # fmt: skip
    assert "Bold: mean over 3 logged values; thin: every value." in str(drawings[0])
    assert "Marked: 21.50 at step 300, where PSNR was best." in str(drawings[2])
    assert page.source.count("<svg") == 4
    assert "var(--raw)" in page.source


def test_pictures_stand_side_by_side_and_over_time(run: RunFolder) -> None:
    page = page_of(run)
    pictures = page.pictures()
    output = "Output for cup at step 400"
    sides = ["Input: the dark photograph cup", output, "Reference of cup"]
    assert list(pictures)[:3] == sides
    assert list(pictures)[3:] == [f"Output for cup at step {step}" for step in (100, 200, 300)]
    reference = np.asarray(pictures["Reference of cup"], dtype=float)
    assert reference.shape == CUP.shape, "300 pixels wide are few enough"
    assert np.abs(reference - CUP).mean() < 3
    assert np.asarray(pictures[sides[0]]).mean() == pytest.approx((CUP // 8).mean(), abs=1)
    assert page.source.count("Output for cup at step 400") == 2, "large, and small at the end"


def test_large_and_many_pictures_do_not_burst_the_page(run: RunFolder) -> None:
    keep(run, "cup", "reference", np.repeat(np.repeat(CUP, 4, axis=0), 4, axis=1))
    for step in range(1, 60):
        keep(run, "cup", f"step-{step:06d}", CUP[:50, :80])
    pictures = page_of(run).pictures()
    assert pictures["Reference of cup"].size == (640, 427)
    steps = [int(alt.rpartition(" ")[2]) for alt in pictures if alt.startswith("Output")]
    assert len(steps) == 8
    assert {1, 400} <= set(steps), "the first and the last are among them"


def test_the_page_asks_for_nothing_from_elsewhere(run: RunFolder) -> None:
    page = page_of(run)
    assert not {"script", "link", "iframe", "object"} & {tag for tag, _ in page.elements}
    asked = [a[key] for _, a in page.elements for key in ("src", "href", "xlink:href") if key in a]
    assert asked
    assert all(str(place).startswith(("#", "data:image/jpeg;base64,")) for place in asked)
    assert not re.search(r"@import|url\((?!#)", page.source)


def test_every_name_inside_the_page_is_its_own(run: RunFolder) -> None:
    page = page_of(run)
    names = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    assert not [name for name, count in names.items() if count > 1]
    used = re.findall(r'(?:url\(|href=")#([^)"]+)', page.source)
    assert set(used) <= set(names)


def test_the_page_can_be_read_aloud(run: RunFolder) -> None:
    page = page_of(run)
    assert page.every("html")[0]["lang"] == "en"
    assert all(picture["alt"] for picture in page.every("img"))
    assert all(header["scope"] in {"row", "col"} for header in page.every("th"))
    assert len(page.every("caption")) == len(page.every("table"))


def test_what_is_written_in_names_and_settings_is_text(
    folders: Path, config: TrainingConfig, tmp_path: Path
) -> None:
    run = RunFolder(tmp_path / "<b>&")
    mark = "<script>alert('x')<"
    (folders / mark).symlink_to(folders / "val")
    run.create(replace(config, validation=mark), folders)
    keep(run, '"><img src=x>', "input", CUP[:64, :64])
    page = page_of(run)
    assert "script" not in {tag for tag, _ in page.elements}
    assert [picture["alt"] for picture in page.every("img")] == [
        'Input: the dark photograph "><img src=x>'
    ]
    assert "<b>&" in page.text
    assert f"validation {mark}" in page.text


def test_the_same_run_gives_the_same_page(run: RunFolder, tmp_path: Path) -> None:
    pages = [write_report(run.path, tmp_path / name) for name in ("one.html", "two.html")]
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_a_run_that_has_just_begun_says_what_is_missing(
    folders: Path, config: TrainingConfig, tmp_path: Path
) -> None:
    run = RunFolder(tmp_path / "run")
    run.create(config, folders)
    page = page_of(run)
    assert "Not finished: the log reaches step 0 of 6." in page.text
    for fact in (
        "Nothing is logged yet.",
        "Nothing is measured yet: the first validation comes after step 3.",
        "There are no sample pictures yet: they are kept at every validation.",
    ):
        assert fact in page.text
    assert "<svg" not in page.source


def test_a_run_whose_last_step_was_not_logged_is_done_all_the_same(run: RunFolder) -> None:
    log(run, [row(step) for step in range(10, 391, 10)])
    assert "Not finished: the log reaches step 390 of 400." in page_of(run).text
    config = run.read()[0].network
    weights = {f"network.{key}": value for key, value in Mirnet(config).state_dict().items()}
    others = {"loops": {"fit": 1}, "callbacks": {"a": 1}}
    lists = {"optimizer_states": [1], "lr_schedulers": [1]}
    kept = {"global_step": 400, "state_dict": weights, NETWORK: config.to_dict()}
    torch.save(kept | others | lists, run.last)
    assert "All 400 steps are done." in page_of(run).text


def test_a_run_killed_in_the_middle_has_a_page(run: RunFolder) -> None:
    log(run, [row(step) for step in range(10, 51, 10)])
    with run.metrics.open("a", encoding="utf-8") as file:
        file.write("60,")
    sample = run.samples / "cup"
    for name in ("reference.png", "step-000100.png", "step-000200.png", "step-000300.png"):
        (sample / name).unlink()
    whole = (sample / "step-000400.png").read_bytes()
    (sample / "step-000400.png").write_bytes(whole[: len(whole) // 2])
    page = page_of(run)
    assert "Not finished: the log reaches step 50 of 400." in page.text
    assert "cup: “step-000400.png” is damaged or cut short." in page.text
    assert list(page.pictures()) == ["Input: the dark photograph cup"]
    assert page.text.count("not there") == 2
    assert "PSNR (dB)" not in page.text


def test_steps_done_again_after_a_kill_count_once(run: RunFolder) -> None:
    rows = [row(step) for step in range(10, 401, 10)]
    again = [row(step) for step in range(210, 401, 10)]
    log(run, [*rows[:30], *[entry | {"psnr": 22.75} for entry in again if entry["step"] == 300]])
    page = page_of(run)
    assert "Best PSNR 300 22.75 dB 0.6000" in page.text
    assert "All 3 measurements" in page.text


def test_a_single_measurement_is_told_once(run: RunFolder) -> None:
    log(run, [{"step": 0, "psnr": 17.25, "ssim": 0.5}])
    page = page_of(run)
    assert "Last 0 17.25 dB 0.5000" in page.text
    assert page.text.count("17.25 at step 0") == 1
    assert "measurements" not in page.text


def test_a_loss_that_was_no_number_is_told(run: RunFolder) -> None:
    log(run, [row(10), row(20) | {"loss": float("nan")}, row(30), row(40) | {"loss": float("inf")}])
    page = page_of(run)
    assert "The loss was not finite at step 20 and at 1 later ones." in page.text
    assert "0.2000 at step 10, 0.1333 at step 30." in page.text


def test_a_log_that_cannot_be_read_is_told(run: RunFolder) -> None:
    run.metrics.write_bytes(b"step,loss\n10,\xff\xfe\n")
    page = page_of(run)
    assert "The log metrics.csv cannot be read" in page.text
    assert "Reference of cup" in page.pictures()


def test_pictures_that_are_not_kept_are_not_missed(run: RunFolder, config: TrainingConfig) -> None:
    for path in (run.samples / "cup").iterdir():
        path.unlink()
    (run.samples / "cup").rmdir()
    text = run.config.read_text(encoding="utf-8")
    run.config.write_text(text.replace("samples = 3", "samples = 0"), encoding="utf-8")
    assert "The configuration keeps no sample pictures." in page_of(run).text


def test_a_real_run_has_a_page_and_its_commands(
    folders: Path, config: TrainingConfig, tmp_path: Path
) -> None:
    run = RunFolder(tmp_path / "a run")
    training.start(config, folders, run.path, "nothing")
    page = page_of(run)
    assert "What is missing" not in page.text
    assert "All 6 steps are done. Computed for 0.00 hours, without pauses." in page.text
    assert len(page.pictures()) == 4
    export, evaluate, report = page.text.partition("Have it again ")[2].split("mirnet-train ")[1:]
    assert export == f"export '{run.path}' --output 'a run.safetensors' "
    assert evaluate == f"evaluate --model 'a run.safetensors' --pairs {folders / 'val'} "
    assert report.startswith(f"report '{run.path}'")


def test_what_is_no_run_has_no_page(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a training run"):
        write_report(tmp_path)
    with pytest.raises(UsageError, match="gone is not a training run"):
        write_report(tmp_path / "gone")
    assert not list(tmp_path.iterdir())


def test_no_file_is_overwritten_unasked(run: RunFolder, tmp_path: Path) -> None:
    output = tmp_path / "page.html"
    output.write_text("mine", encoding="utf-8")
    before = set(tmp_path.iterdir())
    with pytest.raises(OutputExists, match=r"page\.html"):
        write_report(run.path, output)
    assert output.read_text(encoding="utf-8") == "mine"
    assert write_report(run.path, output, overwrite=True) == output
    assert "<!DOCTYPE html>" in output.read_text(encoding="utf-8")
    assert set(tmp_path.iterdir()) == before, "and nothing is left beside it"
    with pytest.raises(UnwritablePhoto, match="nowhere"):
        write_report(run.path, tmp_path / "nowhere" / "page.html")

"""enhance, watch and report as somebody types them, and the two long proofs in small."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from skimage import data

from mirnet_gui import locations
from mirnet_gui.batch.journals import newest
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.plan import Request, make_plan
from mirnet_gui.batch.session import Session
from mirnet_gui.cli import main
from mirnet_gui.methods.registry import create_method
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def party(tmp_path: Path) -> Path:
    folder = tmp_path / "party"
    folder.mkdir()
    for name in ("a", "b", "c"):
        Image.fromarray(data.chelsea()[:48, :64] // 4).save(folder / f"{name}.jpg")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff")
    return folder


def _run(*arguments: str | Path) -> int:
    return main([str(argument) for argument in arguments])


def test_the_plan_is_told_and_nothing_is_done(
    party: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--output", tmp_path / "out", "--method", "gamma", "--dry-run"]
    assert _run("enhance", party, *options) == 0
    output = capsys.readouterr()
    assert f"{party / 'a.jpg'} -> {tmp_path / 'out' / 'a.jpg'}" in output.out
    assert "4 photographs" in output.err
    assert "free" in output.err
    assert not (tmp_path / "out").exists()
    assert newest(locations.journals()) is None


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_what_is_passed_over_is_counted_and_named(
    party: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the plan, and in all three files of the report."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(party / "a.jpg", elsewhere / "unseen.jpg")
    (party / "linked").symlink_to(elsewhere, target_is_directory=True)
    (party / "second.jpg").symlink_to("a.jpg")
    os.link(party / "b.jpg", party / "third.jpg")
    (party / "a.xmp").write_text("<x/>")
    (party / "layers.psd").write_bytes(b"8BPS\0\1")
    (party / "without extension").write_bytes(b"8BPS\0\1")
    (party / "notes.txt").write_text("no picture")
    sentences = [
        "1 folder is a link and was not looked into: “linked”.",
        "2 files are other names of photographs that are there already: “second.jpg”, “third.jpg”.",
        "1 sidecar file is not read: “a.xmp”.",
        "2 pictures are of kinds that are not read: “layers.psd”, “without extension”.",
    ]
    options = ["--output", tmp_path / "out", "--method", "gamma"]
    assert _run("enhance", party, *options, "--dry-run") == 0
    output = capsys.readouterr().err
    assert [line for line in output.splitlines() if ": “" in line] == sentences
    assert _run("enhance", party, *options, "--report", tmp_path / "report") == 1
    missed = ["linked", "second.jpg", "third.jpg", "a.xmp", "layers.psd", "without extension"]
    (page,) = (tmp_path / "report").glob("*.html")
    record = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert sorted(Path(each["path"]).name for each in record["passed_over"]) == sorted(missed)
    table = list(csv.DictReader(page.with_suffix(".csv").read_text(encoding="utf-8").splitlines()))
    assert len([row for row in table if row["state"] == "passed over"]) == len(missed)
    text = page.read_text(encoding="utf-8")
    assert "6 passed over" in text
    assert all(str(party / name) in text for name in missed)
    assert "notes.txt" not in text


def test_a_folder_of_nothing_else_says_what_it_is_full_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.psd").write_bytes(b"8BPS\0\1")
    assert _run("enhance", tmp_path, "--method", "gamma") == 2
    assert "1 picture is of a kind that is not read: “a.psd”." in capsys.readouterr().err


def test_results_go_beside_the_photographs_and_are_no_photographs_then(party: Path) -> None:
    (party / "broken.jpg").unlink()
    assert _run("enhance", party, "--method", "gamma") == 0
    assert sorted(path.name for path in party.iterdir()) == [
        "a.jpg", "a_gamma.jpg", "b.jpg", "b_gamma.jpg", "c.jpg", "c_gamma.jpg",
    ]  # fmt: skip
    assert _run("enhance", party, "--method", "gamma") == 0
    assert len(list(party.iterdir())) == 6


def test_what_stands_already_is_skipped_which_is_no_failure(
    party: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (party / "broken.jpg").unlink()
    options = ["--output", tmp_path / "out", "--method", "gamma", "--json"]
    assert _run("enhance", party, *options) == 0
    capsys.readouterr()
    assert _run("enhance", party, *options) == 0
    told = capsys.readouterr()
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert [line["status"] for line in lines] == ["skipped"] * 3
    assert "exists already" in lines[0]["reason"]
    assert told.err.count(": skipped. ") == 3
    # No time is told for what takes none.
    assert "3 to be skipped, their results are there.\n" in told.err


def test_retry_failed_and_report_afterwards(
    party: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("enhance", party, "--output", tmp_path / "out", "--method", "gamma") == 1
    shutil.copy(party / "a.jpg", party / "broken.jpg")
    assert _run("enhance", "--resume") == 2, "all of it is through"
    capsys.readouterr()
    assert _run("enhance", "--resume", "--retry-failed", "--json") == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert Path(json.loads(line)["input"]).name == "broken.jpg"
    assert _run("report", "--output", tmp_path / "report") == 0
    page = Path(capsys.readouterr().out.strip())
    assert "4 of 4 photographs enhanced" in page.read_text(encoding="utf-8")


def test_resume_begins_where_there_is_nothing_to_go_on_with(party: Path, tmp_path: Path) -> None:
    options = ["--output", tmp_path / "out", "--method", "gamma"]
    assert _run("enhance", party, *options, "--resume") == 1
    assert len(list((tmp_path / "out").iterdir())) == 3
    missing = tmp_path / "none.batch"
    assert _run("enhance", "--resume", "--journal", missing) == 2
    assert _run("report", missing, "--output", tmp_path) == 1


def test_a_batch_with_other_options_is_named_and_not_gone_on_with(
    party: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = make_plan(
        Request((party.absolute(),), create_method("gamma"), Options(tmp_path / "out")),
        CancelToken(),
    )
    with Session.begin(plan, locations.journals()) as session:
        left = session.counts().left
    options = ["--output", tmp_path / "out", "--method", "he"]
    assert _run("enhance", party, *options, "--resume") == 1
    said = capsys.readouterr().err
    assert f"has {left} left, but other options" in said


def test_a_journal_of_one_s_own(party: Path, tmp_path: Path) -> None:
    journal = tmp_path / "kept" / "mine.batch"
    options = ["--output", tmp_path / "out", "--method", "gamma", "--journal", journal]
    assert _run("enhance", party, *options) == 1
    assert journal.is_file()
    assert _run("enhance", party, *options) == 1, "it stands already"
    assert _run("report", journal, "--output", tmp_path / "report") == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT between processes")
def test_watch_takes_what_arrives_until_ctrl_c(party: Path, tmp_path: Path) -> None:
    arriving, out = tmp_path / "arriving", tmp_path / "out"
    arriving.mkdir()
    command = [sys.executable, "-m", "mirnet_gui.cli", "watch", str(arriving), "--json"]
    process = subprocess.Popen(
        [*command, "--output", str(out), "--method", "gamma"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stderr
    assert process.stderr.readline().startswith(f"Watching {arriving}")
    shutil.copy(party / "a.jpg", arriving / "new.jpg")
    record = json.loads(process.stdout.readline())
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert (record["status"], process.returncode) == ("done", 0)
    assert [path.name for path in out.iterdir()] == ["new.jpg"]


def test_watching_what_is_no_folder_is_wrong_usage(tmp_path: Path) -> None:
    assert _run("watch", tmp_path / "nowhere", "--output", tmp_path / "out") == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9")
def test_killed_at_random_moments_and_resumed() -> None:
    """``benchmarks/kill_and_resume.py`` does it a hundred times."""
    output = _benchmark("kill_and_resume.py", "--times", "3", "--photographs", "40")
    assert output["kills"] == 3


def test_hundreds_in_the_window_and_every_way_of_being_broken() -> None:
    """``benchmarks/ten_thousand.py`` does it with as many."""
    output = _benchmark("ten_thousand.py", "--photographs", "700")
    assert output["counts"] == {"done": 679, "skipped": 0, "failed": 21}
    assert output["without_a_reason"] == 0


def _benchmark(name: str, *arguments: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / name), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    output: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return output


def test_strange_files_beside_good_ones_cost_only_themselves(
    party: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (party / "seek.tif").write_bytes(b"II+\0\x08\0\0\0" + b"\xff" * 8)
    (party / "primary.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64))
    (party / "camera.dng").write_bytes(b"II*\0\x08\0\0\0\xff\xff" + bytes(200))
    whole = (party / "a.jpg").read_bytes()
    (party / "no-end.jpg").write_bytes(whole[:-2])
    Image.open(party / "a.jpg").save(party / "bitmap.bmp")
    out = tmp_path / "out"
    assert _run("enhance", party, "--output", out, "--method", "gamma:gamma=1", "--json") == 1
    output = capsys.readouterr()
    outcomes = [json.loads(line) for line in output.out.splitlines()]
    status = {Path(one["input"]).name: one["status"] for one in outcomes}
    assert status == {
        "a.jpg": "done", "b.jpg": "done", "c.jpg": "done", "bitmap.bmp": "done",
        "no-end.jpg": "done", "broken.jpg": "failed", "seek.tif": "failed",
        "primary.heic": "failed", "camera.dng": "failed",
    }  # fmt: skip
    assert "Traceback" not in output.err
    assert (out / "bitmap.png").exists()
    assert "no-end.jpg" in output.err
    assert "The end of the file is missing; the picture itself is whole." in output.err


def test_size_depth_and_stripped_groups_are_those_of_a_resumed_batch_too(
    tmp_path: Path,
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    exif = Image.Exif()
    exif[0x010F] = "Cam"
    exif.get_ifd(0x8825)[0x001C] = b"ASCII\0\0\0Ulm at the Danube"
    for name in ("a.jpg", "b.jpg"):
        Image.fromarray(data.chelsea()[:120, :200] // 4).save(folder / name, exif=exif)
    (folder / "b.jpg").rename(tmp_path / "b.jpg")
    wanted = ["--format", "png", "--depth", "16", "--longest", "100", "--strip", "location,words"]
    common = ["enhance", str(folder), "--output", str(out), "--method", "gamma", *wanted]
    journal = tmp_path / "state.batch"
    (folder / "b.jpg").write_bytes(b"\xff\xd8\xff")
    assert _run(*common, "--journal", journal) == 1
    (tmp_path / "b.jpg").replace(folder / "b.jpg")
    assert _run("enhance", "--resume", "--retry-failed", "--journal", journal) == 0
    for name in ("a.png", "b.png"):
        photo = read_photo(out / name)
        assert (photo.width, photo.height, photo.bit_depth) == (100, 60, 16)
        assert b"Cam" in photo.metadata.exif
        assert b"Danube" not in (out / name).read_bytes()


def test_a_group_that_there_is_not_is_wrong_usage(
    party: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("enhance", party, "--strip", "location,shoes") == 2
    told = capsys.readouterr().err
    assert "shoes" in told
    assert "location, camera, words, copyright, date, all" in told

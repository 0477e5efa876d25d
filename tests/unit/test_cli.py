from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from skimage import data
from typer import Typer
from typer.main import get_command

from mirnet_gui import __version__, locations
from mirnet_gui.cli import main
from mirnet_gui.cli.program import app
from mirnet_gui.network.catalog import find_weights, sha256_of
from mirnet_gui.network.checkpoints import save_weights
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.network.official import official_key
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.trainer.cli import app as trainer_app


@pytest.fixture
def dark(tmp_path: Path) -> Path:
    path = tmp_path / "cat at night.jpg"
    Image.fromarray((data.chelsea()[:96, :128] * 0.2).astype(np.uint8)).save(path, quality=95)
    return path


def _mean(path: Path) -> float:
    return float(read_photo(path).pixels.mean())


def test_enhance_makes_a_dark_photograph_bright(
    dark: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = dark.read_bytes()
    assert main(["enhance", str(dark), "--output", str(tmp_path / "out")]) == 0
    result = tmp_path / "out" / dark.name
    assert _mean(result) > 2 * _mean(dark)
    assert read_photo(result).pixels.shape == read_photo(dark).pixels.shape
    assert dark.read_bytes() == before
    assert str(result) in capsys.readouterr().out


@pytest.mark.parametrize("program", [app, trainer_app], ids=["mirnet-gui", "mirnet-train"])
def test_output_is_o_for_short_in_every_command(program: Typer) -> None:
    commands = get_command(program).commands.items()  # type: ignore[attr-defined]
    ways = {
        name: parameter.opts
        for name, command in commands
        for parameter in command.params
        if "--output" in parameter.opts
    }
    assert ways
    assert all(way == ["--output", "-o"] for way in ways.values()), ways


def test_json_has_one_record_a_line(
    dark: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nand no more")
    inputs = [str(dark), str(tmp_path / "broken.png")]
    options = ["--output", str(tmp_path / "out"), "--json", "--format", "png"]
    assert main(["enhance", *inputs, *options]) == 1
    output = capsys.readouterr()
    done, failed = (json.loads(line) for line in output.out.splitlines())
    assert set(done) == {"input", "output", "seconds", "status", "reason"}
    assert (done["status"], done["reason"]) == ("done", "")
    assert Path(done["output"]).is_file()
    assert done["seconds"] > 0
    assert (failed["status"], failed["output"]) == ("failed", None)
    assert "broken.png" in failed["reason"]
    assert "broken.png" in output.err


def test_json_goes_to_standard_output_beside_a_terminal(
    dark: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    options = ["--output", str(tmp_path / ("deep/" * 20) / "out"), "--json", "--strength", "0"]
    assert main(["enhance", str(dark), *options]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "done"


def test_strength_nought_leaves_the_photograph(dark: Path, tmp_path: Path) -> None:
    options = ["--strength", "0", "--format", "png", "--output", str(tmp_path / "out")]
    assert main(["enhance", str(dark), *options]) == 0
    result = read_photo(tmp_path / "out" / "cat at night.png").pixels
    assert np.array_equal(result, read_photo(dark).pixels)


def test_the_user_s_own_weights_can_be_imported_and_used(
    dark: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    network = Mirnet(MirnetConfig(8, 1, 1, 3, 2))
    torch.nn.init.zeros_(network.conv_out.weight)
    state = {official_key(k, network.config): v for k, v in network.state_dict().items()}
    torch.save({"state_dict": state}, tmp_path / "mine.pth")
    assert main(["models", "import", str(tmp_path / "mine.pth")]) == 0
    assert (locations.user_weights() / "mine.safetensors").is_file()
    assert main(["models", "list"]) == 0
    assert "mine" in capsys.readouterr().out
    options = ["--model", "mine", "--format", "png", "--output", str(tmp_path / "out")]
    assert main(["enhance", str(dark), *options]) == 0
    assert _mean(tmp_path / "out" / "cat at night.png") == pytest.approx(_mean(dark), abs=0.5)
    assert main(["models", "import", str(tmp_path / "mine.pth")]) == 2, "the name is taken"


def test_a_place_that_cannot_hold_weights_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    network = Mirnet(MirnetConfig(8, 1, 1, 2, 1))
    state = {official_key(k, network.config): v for k, v in network.state_dict().items()}
    torch.save({"state_dict": state}, tmp_path / "mine.pth")
    locations.user_weights().parent.mkdir(parents=True)
    locations.user_weights().write_text("a file in the way")
    assert main(["models", "import", str(tmp_path / "mine.pth")]) == 1
    assert "mine.safetensors" in capsys.readouterr().err


def test_a_malicious_checkpoint_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "evil.pth"
    path.write_bytes(b"cposix\nsystem\n(S'touch " + str(tmp_path / "ran").encode() + b"'\ntR.")
    assert main(["models", "import", str(path)]) == 1
    assert "evil.pth was refused" in capsys.readouterr().err
    assert not (tmp_path / "ran").exists()
    assert not list(locations.user_weights().glob("*"))


def test_damaged_weights_are_named_before_the_first_photograph(
    dark: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = tmp_path / "broken.safetensors"
    weights.write_bytes(b"nothing")
    options = ["--model", str(weights), "--output", str(tmp_path / "out")]
    assert main(["enhance", str(dark), *options]) == 1
    assert "broken.safetensors" in capsys.readouterr().err


def test_the_doctor_finds_nothing_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["program"] == __version__
    assert found["devices"]["cpu"]
    assert found["packages"]["torch"].startswith("2.")
    assert found["problems"] == []
    states = {(w["name"], w["task"]): w["state"] for w in found["weights"]}
    assert states == {
        ("lowlight", "light"): "ok",
        ("lowlight", "coarse"): "ok",
        ("lowlight", "detail"): "ok",
        ("lol", "light"): "ok",
        ("lol", "detail"): "ok",
        ("lol-one-pass", "whole"): "ok",
        ("denoise", "denoise"): "ok",
        **{(f"enlarge-{scale}x", "enlarge"): "ok" for scale in (2, 3, 4)},
    }
    assert all(len(w["sha256"]) == 64 for w in found["weights"])


def test_the_doctor_names_what_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file" / "state"))
    assert main(["doctor", "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert len(problems) == 2
    assert all(str(tmp_path / "file") in problem for problem in problems)
    assert "batches" in problems[0]


def test_the_doctor_tells_which_pass_is_changed_or_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("catalog.toml", "lowlight-light.safetensors", "lowlight-detail.safetensors"):
        (tmp_path / name).write_bytes((locations.shipped_weights() / name).read_bytes())
    with (tmp_path / "lowlight-detail.safetensors").open("ab") as file:
        file.write(b"!")
    monkeypatch.setattr(locations, "shipped_weights", lambda: tmp_path)
    assert main(["doctor"]) == 1
    output = capsys.readouterr().out
    assert "The weights lowlight (detail) are not the file that shipped." in output
    assert "The weights lowlight (coarse) cannot be read" in output
    assert "The weights lol (light) cannot be read" in output
    assert "lowlight (light)" not in output


def test_the_list_of_models_tells_every_pass_and_its_checksum(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _own_set("mine")
    assert main(["models", "list"]) == 0
    output = capsys.readouterr().out
    sets = {name: find_weights(name).files for name in ("lowlight", "lol-one-pass", "mine")}
    assert [len(files) for files in sets.values()] == [3, 1, 2]
    for name, files in sets.items():
        after = output[output.index(f"{name}\n") :]
        for part, each in files.items():
            line = next(line for line in after.splitlines() if str(each.path) in line)
            assert line.split()[:2] == [part, sha256_of(each.path)[:16]]
    assert main(["doctor"]) == 0
    assert capsys.readouterr().out.count("unverified") == 2


def _own_set(name: str) -> None:
    torch.manual_seed(0)
    for task in ("light", "detail"):
        config = MirnetConfig(8, 1, 1, 2, 1, exposed=task == "light", task=task)
        save_weights(Mirnet(config), locations.user_weights() / f"{name}-{task}.safetensors")


def test_a_set_of_one_s_own_is_light_then_detail(dark: Path, tmp_path: Path) -> None:
    """And the result names both files that it was made with."""
    _own_set("mine")
    options = ["--model", "mine", "--output", str(tmp_path / "out")]
    assert main(["enhance", str(dark), *options]) == 0
    result = tmp_path / "out" / dark.name
    assert _mean(result) > 2 * _mean(dark)
    written = result.read_bytes().decode("latin-1")
    for each in find_weights("mine").passes:
        assert f"{each.task} {sha256_of(each.path)}" in written


def test_controls_are_parameters_of_the_method(dark: Path, tmp_path: Path) -> None:
    means = {}
    for method in ("mirnet", "mirnet:exposure=1", "mirnet:exposure=-1:speed=fast"):
        out = tmp_path / method.replace(":", " ")
        assert main(["enhance", str(dark), "--method", method, "--output", str(out)]) == 0
        means[method] = _mean(out / dark.name)
    plain, brighter, darker = means.values()
    assert darker < plain - 5 < plain + 5 < brighter


def test_damage_of_the_second_pass_is_told_before_the_first_photograph(
    dark: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _own_set("mine")
    (locations.user_weights() / "mine-detail.safetensors").write_bytes(b"nothing")
    options = ["--model", "mine", "--output", str(tmp_path / "out")]
    assert main(["enhance", str(dark), *options]) == 1
    assert "mine-detail.safetensors is damaged" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["enhance"],
        ["enhance", "a.jpg", "--name", "{what}"],
        ["enhance", "a.jpg", "--replace-originals", "--output", "out"],
        ["enhance", "a.jpg", "--retry-failed"],
        ["enhance", "--resume"],
        ["enhance", "a.jpg", "--output", "out", "--strength", "2"],
        ["enhance", "a.jpg", "--output", "out", "--format", "gif"],
        ["enhance", "a.jpg", "--output", "out", "--method", "mirnet:exposure=3"],
        ["enhance", "a.jpg", "--output", "out", "--method", "mirnet:speed=slow"],
        ["enhance", "a.jpg", "--output", "out", "--method", "magic"],
        ["enhance", "a.jpg", "--output", "out", "--quality", "0"],
        ["enhance", "a.jpg", "--output", "out", "--device", "gpu"],
        ["enhance", ".", "--output", "out", "--nonsense"],
        ["models", "import"],
        ["--nonsense"],
    ],
)
def test_wrong_usage_exits_with_two(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_device_that_is_not_there_is_said(
    dark: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--device", "cuda:9", "--output", str(tmp_path / "out")]
    assert main(["enhance", str(dark), *options]) == 1
    assert "cuda:9" in capsys.readouterr().err


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert __version__ in capsys.readouterr().out
    assert main(["--help"]) == 0
    assert "enhance" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT between processes")
@pytest.mark.parametrize(
    ("asked", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_in_words_and_nothing_half_written(
    dark: Path, tmp_path: Path, asked: signal.Signals, code: int
) -> None:
    large, out = tmp_path / "large.png", tmp_path / "out"
    Image.fromarray(np.tile(data.chelsea() // 4, (6, 6, 1))).save(large)
    command = [sys.executable, "-m", "mirnet_gui.cli", "enhance", str(dark), str(large)]
    process = subprocess.Popen(
        [*command, "--json", "--output", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    first = json.loads(process.stdout.readline())
    process.send_signal(asked)
    rest, output = process.communicate(timeout=60)
    assert (first["status"], json.loads(rest)["status"]) == ("done", "cancelled")
    assert process.returncode == code
    assert "Cancelled: 1 of 2 not done. Continue with --resume." in output
    assert [path.name for path in out.iterdir()] == [dark.name]


@pytest.mark.parametrize("arguments", [[""], ["a.jpg", "--output", ""], ["a.jpg", "--output="]])
def test_an_empty_argument_is_not_the_folder_one_stands_in(
    dark: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    monkeypatch.chdir(dark.parent)
    before = sorted(dark.parent.iterdir())
    assert main(["enhance", *arguments, "--method", "gamma"]) == 2
    assert "One of the arguments is empty" in capsys.readouterr().err
    assert sorted(dark.parent.iterdir()) == before


def test_a_mistyped_command_opens_no_window(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["batch", "photographs"]) == 2
    said = capsys.readouterr().err
    assert "There is no command called batch" in said
    assert "enhance" in said


@pytest.mark.parametrize("given", [["--output", "out/here"], ["--output=out/here"]])
def test_an_option_without_a_command_asks_for_the_command(
    capsys: pytest.CaptureFixture[str], given: list[str]
) -> None:
    assert main([*given, "photograph.jpg"]) == 2
    said = capsys.readouterr().err
    assert "There is no option --output without a command" in said
    assert "enhance" in said


def test_a_command_that_is_nearly_one_is_proposed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["enhanse", "x"]) == 2
    assert "Did you mean enhance?" in capsys.readouterr().err


def test_weights_of_the_program_are_imported_and_say_their_task(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "quiet.safetensors"
    shutil.copy(locations.shipped_weights() / "denoise.safetensors", file)
    assert main(["models", "import", str(file)]) == 0
    assert "Imported as quiet" in capsys.readouterr().out
    assert find_weights("quiet").tasks == ("denoise",)


def test_a_checkpoint_given_as_a_model_is_told_how_to_become_one(
    capsys: pytest.CaptureFixture[str], dark: Path, shared: Path, tmp_path: Path
) -> None:
    checkpoint = shared / "parity" / "official_format_c16.pth"
    out = str(tmp_path / "out")
    assert main(["enhance", str(dark), "--model", str(checkpoint), "--output", out]) != 0
    assert f"mirnet-gui models import {checkpoint}" in capsys.readouterr().err


def test_a_report_makes_its_folder_and_is_told_as_json(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "for" / "them"
    assert main(["doctor", "--json", "--report", str(folder)]) == 0
    (written,) = folder.iterdir()
    assert json.loads(capsys.readouterr().out) == {"report": str(written)}


def test_a_file_that_is_called_like_an_option_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save("-dash.png")
    command = ["--method", "gamma", "--output", "out"]
    assert main(["enhance", "-dash.png", *command]) == 2
    assert "The file -dash.png is called like an option. Write ./-dash.png." in (
        capsys.readouterr().err
    )
    assert main(["enhance", "./-dash.png", *command]) == 0
    assert main(["enhance", *command, "--overwrite", "--", "-dash.png"]) == 0

"""Telling what became of photographs: whatever is told to whom, the work goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from skimage import data

from mirnet_gui.cli import main
from mirnet_gui.escaping import printable

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="such names are POSIX's")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    return path


def _save(path: Path) -> None:
    plain = path.with_name("plain.png")
    Image.fromarray(data.chelsea()[:24, :32]).save(plain)
    plain.rename(path)


def _command(folder: Path, *options: str) -> list[str]:
    out = folder.with_name("out")
    asked = ["enhance", str(folder), "--output", str(out), "--method", "gamma", *options]
    return [sys.executable, "-m", "mirnet_gui.cli", *asked]


def _run(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        _command(folder, *options),
        env=os.environ | environment,
        cwd=ROOT,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("environment", [{"LC_ALL": "C.UTF-8"}, {"PYTHONIOENCODING": "cp1252"}])
def test_names_that_the_terminal_does_not_know(folder: Path, environment: dict[str, str]) -> None:
    _save(folder / "\u0424\u043e\u0442\u043e.png")
    _save(Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.png")))
    _save(folder / "z.png")
    done = _run(folder, **environment)
    assert done.returncode == 0, done.stderr
    assert len(list(folder.with_name("out").iterdir())) == 3
    assert len(done.stdout.splitlines()) == 3
    assert rb"caf\xe9.png" in done.stdout
    assert b"Traceback" not in done.stderr


def test_control_characters_in_names_do_not_reach_the_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _save(folder / "red\x1b[31m.png")
    _save(folder / "two\nlines\r\x07.png")
    (folder / "bad\x1b]0;title\x07.png").write_bytes(b"nothing")
    out = str(folder.with_name("out"))
    asked = ["enhance", str(folder), "--output", out, "--method", "gamma"]
    assert main([*asked, "--dry-run"]) == 0
    assert main(asked) == 1
    output = capsys.readouterr()
    for character in "\x1b\r\x07":
        assert character not in output.out + output.err
    assert "red\\x1b[31m.png" in output.out
    assert "two\\x0alines\\x0d\\x07.png ->" in output.out
    assert "bad\\x1b]0;title" in output.err


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Größe 写真 😀 👩\u200d🚀.jpg", "Größe 写真 😀 👩\u200d🚀.jpg"),
        ("gpj.\u202egpj.exe", "gpj.\\u202egpj.exe"),
        ("a\x85b\u2028c", "a\\x85b\\u2028c"),
        ("C:\\new\\a.jpg", "C:\\new\\a.jpg"),
    ],
)
def test_what_is_printable(text: str, printed: str) -> None:
    assert printable(text) == printed


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full disk at hand")
def test_a_full_disk_behind_standard_output(folder: Path) -> None:
    for name in "abc":
        _save(folder / f"{name}.png")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            _command(folder, "--json"),
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            check=False,
        )
    assert done.returncode == 1
    assert len(list(folder.with_name("out").iterdir())) == 3
    assert b"Standard output could not be written" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_reader_who_has_gone(folder: Path) -> None:
    for name in "abc":
        _save(folder / f"{name}.png")
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        _command(folder), stdout=writing, stderr=subprocess.PIPE, cwd=ROOT, check=False
    )
    os.close(writing)
    assert done.returncode == 1
    assert len(list(folder.with_name("out").iterdir())) == 3
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


def test_every_line_is_there_at_once_and_whole(folder: Path) -> None:
    for name in "abc":
        _save(folder / f"{name}.png")
    done = _run(folder, "--json")
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == ["done"] * 3

"""Proofs that the frozen program works where no Python, no source and no weights are but its own.

It runs in a folder of its own, as a user who never ran it, with nothing in the environment that
points to the Python that built it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import imagecodecs
import numpy as np
import pillow_heif
from onnx import TensorProto, helper
from PIL import Image

SECONDS_TO_START = 120
SECONDS_TO_WORK = 20


class Unproven(Exception):
    """The frozen program did not do what it must; the message says what it said instead."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """The program's folder and the folder ``home`` in which it works."""

    folder: Path
    home: Path

    def command(self, name: str, *arguments: str | Path) -> list[str]:
        """The command line of one of the two programs."""
        suffix = ".exe" if sys.platform == "win32" else ""
        return [str(self.folder / f"{name}{suffix}"), *map(str, arguments)]

    def environment(self) -> dict[str, str]:
        """An environment without this Python and without the user's own places."""
        ours = ("PYTHON", "VIRTUAL_ENV", "CONDA", "XDG_", "LD_LIBRARY_PATH", "QT_")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
        folders = kept.get("PATH", "").split(os.pathsep)
        path = [folder for folder in folders if not Path(folder).is_relative_to(sys.prefix)]
        places = {"HOME": str(self.home), "LOCALAPPDATA": str(self.home)}
        return kept | places | {"PATH": os.pathsep.join(path), "QT_QPA_PLATFORM": "offscreen"}

    def run(self, name: str, *arguments: str | Path) -> str:
        """Standard output of a run that must end with 0."""
        ended = subprocess.run(
            self.command(name, *arguments),
            cwd=self.home,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )
        said = f"{name} {' '.join(map(str, arguments))} ended with {ended.returncode}:"
        require(ended.returncode == 0, f"{said}\n{ended.stdout}\n{ended.stderr}")
        return ended.stdout


def require(condition: bool, otherwise: str) -> None:
    """Raise :class:`Unproven` unless ``condition`` holds."""
    if not condition:
        raise Unproven(otherwise)


def prove(folder: Path, photo: Path) -> None:
    """Go through all proofs with the program in ``folder`` and the dark photograph ``photo``.

    Raises :class:`Unproven` at the first that fails.
    """
    proofs: tuple[Callable[[Frozen, Path], str], ...] = (
        prove_version,
        prove_languages,
        prove_doctor,
        prove_enhance,
        prove_kinds,
        prove_compare,
        prove_window,
        prove_trainer_starts,
        prove_training,
        prove_evaluation,
    )
    with tempfile.TemporaryDirectory(prefix="mirnet-gui-smoke-") as home:
        frozen = Frozen(folder, Path(home))
        for proof in proofs:
            print(f"{proof.__name__.replace('_', ' ')}: {proof(frozen, photo)}", flush=True)


def prove_version(frozen: Frozen, _photo: Path) -> str:
    """It starts at all."""
    return frozen.run("mirnet-gui", "--version").strip()


def prove_languages(frozen: Frozen, _photo: Path) -> str:
    """It speaks another language than English."""
    english = frozen.run("mirnet-gui", "enhance", "--help")
    os.environ["MIRNET_LANGUAGE"] = "de"
    try:
        german = frozen.run("mirnet-gui", "enhance", "--help")
    finally:
        del os.environ["MIRNET_LANGUAGE"]
    require("Originale" in german and german != english, "German is not spoken.")
    return "German"


def prove_doctor(frozen: Frozen, _photo: Path) -> str:
    """It has its weights, its resources and all packages within itself."""
    found = json.loads(frozen.run("mirnet-gui", "doctor", "--json"))
    missing = [name for name, version in found["packages"].items() if version == "not found"]
    require(not missing, f"The doctor misses {', '.join(missing)}.")
    states = {weights["name"]: weights["state"] for weights in found["weights"]}
    require(bool(states) and set(states.values()) == {"ok"}, f"The weights are {states}.")
    for place in ("shipped weights", "resources"):
        path = Path(found["places"][place])
        require(path.is_relative_to(frozen.folder), f"The {place} are sought in {path}.")
        require(any(path.rglob("*.*")), f"The {place} are missing in {path}.")
    return f"weights {states}, torch {found['packages']['torch']}"


def prove_enhance(frozen: Frozen, photo: Path) -> str:
    """A dark photograph becomes a brighter one of the same size."""
    output = frozen.home / "enhanced"
    report = frozen.home / "report"
    options = ["--output", output, "--json", "--report", report]
    record = json.loads(frozen.run("mirnet-gui", "enhance", photo, *options))
    before, after = read(photo), read(Path(record["output"]))
    require(before.shape == after.shape, f"{before.shape} became {after.shape}.")
    require(after.mean() > 1.5 * before.mean(), f"{before.mean()} became {after.mean()}.")
    reports = {path.suffix for path in report.iterdir()}
    require(reports == {".html", ".csv", ".json"}, f"The report has {reports}.")
    return f"mean {before.mean():.0f} -> {after.mean():.0f} in {record['seconds']} s"


def prove_kinds(frozen: Frozen, photo: Path) -> str:
    """Photographs of kinds that libraries of their own decode, in a process of its own."""
    folder, output = frozen.home / "kinds", frozen.home / "of kinds"
    folder.mkdir()
    small = np.asarray(Image.open(photo).convert("RGB").resize((96, 64)))
    Image.fromarray(small).save(folder / "avif.avif")
    pillow_heif.from_pillow(Image.fromarray(small)).save(folder / "heic.heic")
    (folder / "jxl.jxl").write_bytes(imagecodecs.jpegxl_encode(small))
    (folder / "jp2.jp2").write_bytes(imagecodecs.jpeg2k_encode(small, codecformat="jp2"))
    options = ["--method", "lime", "--format", "png", "--output", output]
    frozen.run("mirnet-gui", "enhance", folder, *options)
    results = sorted(path.stem for path in output.iterdir())
    require(results == ["avif", "heic", "jp2", "jxl"], f"Of four kinds, {results} were read.")
    return ", ".join(results)


def prove_compare(frozen: Frozen, photo: Path) -> str:
    """Methods side by side with a sheet, one of them a network of the user's own."""
    output, own = frozen.home / "compared", frozen.home / "own.onnx"
    shape = [1, 3, "h", "w"]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in "xy"]
    nodes = [helper.make_node("Identity", ["x"], ["y"])]
    opset = helper.make_opsetid("", 17)
    graph = helper.make_graph(nodes, "own", ends[:1], ends[1:])
    model = helper.make_model(graph, opset_imports=[opset], ir_version=8)
    own.write_bytes(model.SerializeToString())
    methods = f"he,clahe,lime+bilateral,onnx:{own.name}"
    told = frozen.run("mirnet-gui", "compare", photo, "--methods", methods, "--output", output)
    sheets = [path.name for path in output.glob("*_comparison.*")]
    require(len(sheets) == 2, f"There are the sheets {sheets}.")
    return f"{len(told.splitlines())} results, {', '.join(sorted(sheets))}"


def prove_window(frozen: Frozen, photo: Path) -> str:
    """The window opens with the photograph, enhances it without a complaint, and goes."""
    places = json.loads(frozen.run("mirnet-gui", "doctor", "--json"))["places"]
    log = Path(places["logs"]) / "mirnet-gui.log"
    log.unlink(missing_ok=True)
    window = subprocess.Popen(
        frozen.command("mirnet-gui", photo),
        cwd=frozen.home,
        env=frozen.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    try:
        _wait_for(log, window)
        time.sleep(SECONDS_TO_WORK)
        require(window.poll() is None, f"The window ended with {window.returncode}.")
    finally:
        window.terminate()
        said, _ = window.communicate(timeout=30)
    told = log.read_text(encoding="utf-8")
    complaints = [line for line in told.splitlines() if " WARNING " in line or " ERROR " in line]
    require(not complaints, f"The window's log says:\n{told}\n{said}")
    return f"open for {SECONDS_TO_WORK} s, ended with {window.returncode}, said {said.strip()!r}"


def _wait_for(log: Path, window: subprocess.Popen[str]) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while not log.exists():
        running = time.monotonic() < until and window.poll() is None
        require(running, f"The window did not start (exit code {window.poll()}).")
        time.sleep(0.5)


def prove_trainer_starts(frozen: Frozen, _photo: Path) -> str:
    """The second program of the folder starts."""
    told = frozen.run("mirnet-train", "--help")
    require("evaluate" in told and "fit" in told, told)
    return "fit, evaluate and export are there"


def prove_training(frozen: Frozen, photo: Path) -> str:
    """Lightning trains a small network for a few steps, and the result can be exported."""
    pairs = make_pairs(frozen, photo)
    config = frozen.home / "training.toml"
    config.write_text(
        'validation = "pairs"\nsteps = 3\n'
        "[network]\nchannels = 8\ngroups = 1\nblocks = 1\n"
        "[[stages]]\nbatch = 2\npatch = 32\n[keeping]\nvalidate_every = 3\n"
        f'[[sources]]\nfolder = "{pairs.name}"\nkind = "pairs"\nshare = 1.0\n',
        encoding="utf-8",
    )
    run, weights = frozen.home / "run", frozen.home / "trained.safetensors"
    frozen.run("mirnet-train", "fit", "--config", config, "--run", run, "--quiet")
    frozen.run("mirnet-train", "export", run, "--output", weights)
    frozen.run("mirnet-train", "evaluate", "--model", weights, "--pairs", pairs)
    page = frozen.home / "run.html"
    frozen.run("mirnet-train", "report", run, "--output", page)
    require("<svg" in page.read_text(encoding="utf-8"), "The report shows no curve.")
    return f"three steps, {weights.stat().st_size // 1024} KB of weights, a report"


def prove_evaluation(frozen: Frozen, photo: Path) -> str:
    """The trainer measures the weights that the program ships with."""
    pairs = make_pairs(frozen, photo)
    told = frozen.run("mirnet-train", "evaluate", "--model", "lowlight", "--pairs", pairs, "--json")
    figures = json.loads(told)
    require({"psnr", "ssim"} <= figures.keys(), told)
    return f"{figures['psnr']:.1f} dB, {figures['ssim']:.3f}"


def make_pairs(frozen: Frozen, photo: Path) -> Path:
    """A folder with one pair: a part of ``photo``, and the same part four times as bright."""
    folder = frozen.home / "pairs"
    low = read(photo)[100:228, 100:228]
    for side, pixels in (("low", low), ("high", np.minimum(low * 4.0, 255.0))):
        path = folder / side / "part.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels.astype(np.uint8)).save(path)
    return folder


def read(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """(H, W, 3) in 0..255, read without the program's own reader."""
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"), dtype=np.float32)

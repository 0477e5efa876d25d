"""Thousands of damaged photographs through the reader and through one batch.

    python benchmarks/fuzz.py --count 3000 --seed 1

Makes small photographs of every kind that is read, damages copies of them (bytes flipped, ends cut
off, parts left out, doubled or exchanged, numbers made extreme, entries of TIFF and EXIF changed),
looks at and reads each, and then enhances all of them in one batch with a method that changes
nothing. Told are outcomes, tracebacks, processes ended by a signal, the slowest files and the
memory; the exit code is 1 when there was a traceback or a signal. The same seed makes the same
files.
"""

from __future__ import annotations

import argparse
import collections
import io
import json
import os
import random
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import imagecodecs
import numpy as np
import pillow_heif
import tifffile
from PIL import Image
from skimage import data

ROOT = Path(__file__).parents[1]
_SIDES = (48, 72)
_EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def make_seeds(folder: Path) -> list[Path]:
    """Whole files of every kind in ``folder``, most of 72 x 48 pixels."""
    height, width = _SIDES
    pixels = np.ascontiguousarray(data.astronaut()[20 : 20 + height, 150 : 150 + width])
    deep = pixels.astype(np.uint16) * 257
    clear = np.dstack([pixels, pixels[..., 0]])
    image = Image.fromarray(pixels)
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "A maker with a name", 6
    exif.get_ifd(0x8769)[0x9003] = "2024:01:02 03:04:05"
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF></rdf:RDF></x:xmpmeta>'

    def pillow(name: str, picture: Image.Image = image, **options: object) -> None:
        picture.save(folder / name, **options)

    pillow("a.jpg", exif=exif, xmp=packet)
    pillow("progressive.jpg", progressive=True, comment=b"a comment")
    pillow("cmyk.jpg", image.convert("CMYK"))
    pillow("a.png", exif=exif)
    pillow("palette.png", image.quantize(16))
    pillow("clear.png", Image.fromarray(clear))
    pillow("a.webp", exif=exif, xmp=packet)
    pillow("lossless.webp", Image.fromarray(clear), lossless=True)
    pillow("a.avif", exif=exif)
    pillow("clear.avif", Image.fromarray(clear))
    pillow("a.bmp")
    pillow("palette.bmp", image.quantize(16))
    pillow("a.gif")
    pillow("grey.gif", image.convert("L"), interlace=True)
    pillow("a.jp2")
    pillow("clear.jp2", Image.fromarray(clear))
    pillow("a.ppm")
    pillow("grey.pgm", image.convert("L"))
    pillow("bits.pbm", image.convert("1"))
    (folder / "plain.ppm").write_bytes(
        b"P3\n# plain\n72 48\n255\n" + " ".join(map(str, pixels.ravel())).encode()
    )
    (folder / "deep.j2k").write_bytes(imagecodecs.jpeg2k_encode(deep, codecformat="j2k"))
    (folder / "a.jxl").write_bytes(imagecodecs.jpegxl_encode(pixels))
    (folder / "box.jxl").write_bytes(
        imagecodecs.jpegxl_encode(clear, lossless=True, usecontainer=True)
    )
    for name, options in {
        "plain.tif": {},
        "lzw.tif": {"compression": "lzw", "rowsperstrip": 8},
        "tiles.tif": {"compression": "zlib", "tile": (16, 16)},
        "big.tif": {"bigtiff": True, "byteorder": ">"},
        "jpeg.tif": {"compression": "jpeg", "tile": (16, 16)},
    }.items():
        tifffile.imwrite(folder / name, pixels, photometric="rgb", **options)
    tifffile.imwrite(folder / "deep.tif", deep, photometric="rgb")
    tifffile.imwrite(folder / "float.tif", pixels.astype(np.float32) / 255, photometric="rgb")
    tifffile.imwrite(folder / "pages.tif", np.stack([pixels, pixels]), photometric="rgb")
    for name, mode, array in (("a.heic", "RGB", pixels), ("clear.heic", "RGBA", clear)):
        heif = pillow_heif.from_bytes(mode, (width, height), array.tobytes())
        heif.info["exif"] = exif.tobytes()
        heif.save(folder / name, quality=80)
    pillow_heif.from_bytes("RGB;16", (width, height), deep.tobytes()).save(folder / "deep.heic")
    _raw(folder / "a.dng", pixels)
    return sorted(folder.iterdir())


def _raw(path: Path, pixels: np.ndarray) -> None:
    sys.path.append(str(ROOT / "tests" / "unit" / "photo"))
    from dng import write_dng  # noqa: PLC0415 - the one that the tests make

    write_dng(path, pixels)


def _flip(content: bytearray, dice: random.Random) -> None:
    # Most of what can go wrong stands at the beginning.
    end = len(content) if dice.random() < 0.4 else min(len(content), 700)
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        content[dice.randrange(end)] = dice.randrange(256)


def _cut(content: bytearray, dice: random.Random) -> None:
    del content[dice.randrange(len(content)) :]


def _leave_out(content: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(content))
    del content[start : start + dice.choice((1, 2, 4, 12, 64, 500))]


def _double(content: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(content))
    content[start:start] = content[start : start + dice.choice((1, 4, 12, 64, 500))]


def _exchange(content: bytearray, dice: random.Random) -> None:
    size = dice.choice((4, 12, 64))
    one, other = (dice.randrange(max(1, len(content) - size)) for _ in range(2))
    content[one : one + size], content[other : other + size] = (
        content[other : other + size],
        content[one : one + size],
    )


def _make_extreme(content: bytearray, dice: random.Random) -> None:
    code = dice.choice(("B", "<H", ">H", "<I", ">I"))
    size = struct.calcsize(code)
    place = dice.randrange(max(1, min(len(content), 700) - size))
    value = dice.choice(_EXTREMES) & ((1 << 8 * size) - 1)
    struct.pack_into(code, content, place, value)


def _change_entry(content: bytearray, dice: random.Random) -> None:
    """Change tag, kind, count or value of an entry of the first TIFF structure in it."""
    start = max(content.find(b"II*\0"), content.find(b"MM\0*"))
    if start < 0:
        return _make_extreme(content, dice)
    order = "<" if content[start : start + 1] == b"I" else ">"
    with io.BytesIO(content) as file:
        file.seek(start + 4)
        (table,) = struct.unpack(order + "I", file.read(4).ljust(4, b"\0"))
        file.seek(start + table)
        (count,) = struct.unpack(order + "H", file.read(2).ljust(2, b"\0"))
    place = start + table + 2 + 12 * dice.randrange(max(1, count))
    code, offset = dice.choice((("H", 0), ("H", 2), ("I", 4), ("I", 8), ("I", 8)))
    if place + offset + 4 <= len(content):
        value = dice.choice((*_EXTREMES, dice.randrange(1 << 32), dice.randrange(len(content))))
        value &= (1 << 8 * struct.calcsize(code)) - 1
        struct.pack_into(order + code, content, place + offset, value)
    return None


_WAYS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _flip, _flip, _flip, _cut, _leave_out, _double, _exchange, _make_extreme, _change_entry,
)  # fmt: skip


def make_files(seeds: list[Path], folder: Path, count: int, seed: int) -> list[Path]:
    """``count`` damaged copies of ``seeds``, and one whole photograph that must always be done."""
    dice = random.Random(seed)  # noqa: S311 - the same files from the same seed
    files = []
    for number in range(count):
        source = seeds[number % len(seeds)]
        content = bytearray(source.read_bytes())
        way = dice.choice(_WAYS)
        way(content, dice)
        if dice.random() < 0.2 and len(content) > 1:
            dice.choice(_WAYS)(content, dice)
        path = folder / f"{number:05}-{way.__name__.strip('_')}-{source.name}"
        path.write_bytes(content)
        files.append(path)
    whole = folder / "whole.jpg"
    whole.write_bytes((seeds[0].parent / "a.jpg").read_bytes())
    return [*files, whole]


_READER = """
import json, resource, sys, time
from pathlib import Path
from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.photo.reading import probe, read_photo
for line in sys.stdin:
    path = Path(line.rstrip("\\n"))
    print(json.dumps({"begun": str(path)}), flush=True)
    started = time.monotonic()
    outcome = "read"
    for do in (probe, read_photo):
        try:
            do(path)
        except MirnetGuiError as error:
            outcome = f"refused: {error}".replace(path.name, "...")
        except BaseException as error:
            outcome = f"TRACEBACK {error!r}"
            break
    spent = time.monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"done": str(path), "outcome": outcome, "s": spent, "mb": peak}), flush=True)
"""


def read_all(files: list[Path]) -> tuple[collections.Counter[str], list[str], list[float], int]:
    """Probe and read each; outcomes, faults, seconds of each and the peak of memory in MB."""
    outcomes: collections.Counter[str] = collections.Counter()
    faults: list[str] = []
    seconds: dict[str, float] = {}
    peak = 0
    waiting = [str(path) for path in files]
    while waiting:
        done = subprocess.run(
            [sys.executable, "-c", _READER],
            input="\n".join(waiting),
            capture_output=True,
            text=True,
            env=_environment(),
            check=False,
        )
        output = [json.loads(line) for line in done.stdout.splitlines()]
        for one in output:
            if "done" not in one:
                continue
            outcome = one["outcome"].split(" “")[0]
            outcomes[one["outcome"] if "refused" in outcome else outcome] += 1
            seconds[one["done"]] = one["s"]
            peak = max(peak, one["mb"])
            if outcome.startswith("TRACEBACK"):
                faults.append(f"{Path(one['done']).name}: {one['outcome']}")
        begun = sum("begun" in one for one in output)
        if done.returncode:
            faults.append(f"{Path(waiting[begun - 1]).name}: ended by {done.returncode}")
        waiting = waiting[begun:] if done.returncode else []
    slowest = sorted(seconds, key=lambda name: -seconds[name])[:3]
    print("slowest:", ", ".join(f"{Path(name).name} {seconds[name]:.1f} s" for name in slowest))
    return outcomes, faults, list(seconds.values()), peak


def enhance_all(folder: Path, results: Path) -> tuple[collections.Counter[str], list[str]]:
    """One batch over ``folder``; statuses and faults."""
    done = subprocess.run(
        [
            sys.executable, "-m", "mirnet_gui.cli", "enhance", str(folder),
            "--output", str(results), "--method", "gamma:gamma=1", "--json",
        ],
        capture_output=True,
        text=True,
        env=_environment(),
        check=False,
    )  # fmt: skip
    outcomes = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    statuses = collections.Counter(str(one.get("status")) for one in outcomes)
    faults = [f"batch: {line}" for line in done.stderr.splitlines() if "Traceback" in line]
    faults += [
        f"batch: {one.get('reason')}"
        for one in outcomes
        if "Something went wrong inside" in str(one.get("reason"))
    ]
    if done.returncode not in (0, 1):
        faults.append(f"batch: ended by {done.returncode}: {done.stderr[-500:]}")
    if not (results / "whole.jpg").exists():
        faults.append("batch: the whole photograph was not done")
    return statuses, faults


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="folder for the damaged files")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        seeds_folder, damaged = place / "seeds", chosen.keep or place / "damaged"
        seeds_folder.mkdir()
        damaged.mkdir(parents=True, exist_ok=True)
        files = make_files(make_seeds(seeds_folder), damaged, chosen.count, chosen.seed)
        started = time.monotonic()
        outcomes, faults, _seconds, peak = read_all(files)
        print(f"read {len(files)} files in {time.monotonic() - started:.0f} s, {peak} MB at most")
        for outcome, count in outcomes.most_common(40):
            print(f"{count:6} {outcome[:150]}")
        statuses, more = enhance_all(damaged, place / "results")
        print("batch:", dict(statuses))
        faults += more
    print(f"{len(faults)} faults")
    for fault in faults[:50]:
        print("  ", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

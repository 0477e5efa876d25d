"""Fetch the photographs that the weights which enlarge learn from, beside those of ``clean``.

    python docs/fetch_photographs.py TABLE --clones CLONES --output photographs
    mirnet-train prepare-photographs photographs --task enlarge --output DATA/large

The table is ``weights/enlarge-photographs.tsv``. Each of its lines names a repository on GitHub or
a package of Debian, a path in it and the size in pixels, which tells which version of a file is
meant. A repository that is not below ``--clones`` (as OWNER+NAME/repo) is cloned, a package is
downloaded by ``apt-get`` (on Debian only). What cannot be had is told, and the others are fetched.
"""

from __future__ import annotations

import argparse
import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, UnidentifiedImageError


def main() -> None:
    """Write each photograph of the table into the folder, as it is."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("table", type=Path)
    parser.add_argument("--clones", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    fetched = 0
    with arguments.table.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter="\t"))
    for row in rows:
        kind, name = row["source"].split(" ", 1)
        versions = _of_github if kind == "github" else _of_debian
        try:
            data = _with_size(versions(name, row["path"], arguments.clones), row["pixels"])
        except (OSError, subprocess.CalledProcessError, LookupError) as error:
            print(f"{row['source']}: {row['path']}: {error}", file=sys.stderr)
            continue
        (arguments.output / _file_name(name, row)).write_bytes(data)
        fetched += 1
    print(f"{fetched} of {len(rows)} photographs.")


def _file_name(source: str, row: dict[str, str]) -> str:
    path = Path(row["path"])
    return f"{source.rpartition('/')[2]}-{path.stem}-{row['pixels']}{path.suffix.lower()}"


def _with_size(versions: Iterator[bytes], pixels: str) -> bytes:
    for data in versions:
        try:
            with Image.open(io.BytesIO(data)) as opened:
                if f"{opened.width}x{opened.height}" == pixels:
                    return data
        except UnidentifiedImageError:
            continue
    raise LookupError(f"no version of it has {pixels} pixels")


def _of_github(name: str, path: str, clones: Path) -> Iterator[bytes]:
    """Every version of a file that the repository's history has, the newest first."""
    clone = clones / name.replace("/", "+") / "repo"
    if not clone.exists():
        _output("git", "clone", "--bare", f"https://github.com/{name}", str(clone))
    git = ("git", "-C", str(clone))
    anywhere = f":(glob)**/{_literally(path)}"
    log = _output(*git, "log", "--all", "--format=", "--raw", "--no-abbrev", "-z", "--", anywhere)
    for change in log.split(b"\0:"):
        blob = change.split()[3].decode() if len(change.split()) > 3 else "0"
        if blob.strip("0"):
            yield _output(*git, "cat-file", "blob", blob)


def _literally(path: str) -> str:
    return "".join(f"\\{each}" if each in "*?[\\" else each for each in path)


def _of_debian(name: str, path: str, clones: Path) -> Iterator[bytes]:
    folder = clones / name
    if not folder.exists():
        folder.mkdir(parents=True)
        _output("apt-get", "download", name, at=folder)
        for package in folder.glob("*.deb"):
            _output("dpkg-deb", "-x", str(package.absolute()), ".", at=folder)
    yield (folder / path).read_bytes()


def _output(*command: str, at: Path | None = None) -> bytes:
    return subprocess.run(command, check=True, capture_output=True, cwd=at).stdout  # noqa: S603


if __name__ == "__main__":
    main()

"""A folder against the network alone: how much of the network's own rate a batch keeps.

    python benchmarks/batch.py FOLDER [--most 12] [--model lowlight] [--rounds 3]

Enhances the photographs of FOLDER in one run with the program's own batch (reading, enhancing and
writing overlap) and, side by side, the same photographs already in memory one after the other;
prints both in seconds and their ratio, round by round.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from mirnet_gui.batch.options import Options
from mirnet_gui.batch.plan import Request, make_plan
from mirnet_gui.batch.session import Session
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import create_method
from mirnet_gui.photo.naming import photographs_in
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, silent


def main() -> None:
    """Print one row a round."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=12, help="Photographs taken.")
    parser.add_argument("--model", default="lowlight")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    paths = list(photographs_in(arguments.folder))[: arguments.most]
    pictures = [read_photo(path).pixels for path in paths]
    method = create_method("mirnet", model=arguments.model, strength=1.0)
    method.apply(pictures[0], silent, CancelToken())
    print("| round | the network alone, s | the folder, s | share of the network's rate |")
    print("|---|---|---|---|")
    for number in range(arguments.rounds):
        alone, folder = _alone(method, pictures), _folder(method, paths)
        print(f"| {number + 1} | {alone:.1f} | {folder:.1f} | {alone / folder:.0%} |", flush=True)


def _alone(method: Method, pictures: list[Pixels]) -> float:
    started = time.perf_counter()
    for pixels in pictures:
        method.apply(pixels, silent, CancelToken())
    return time.perf_counter() - started


def _folder(method: Method, paths: list[Path]) -> float:
    with TemporaryDirectory() as place:
        started = time.perf_counter()
        request = Request(tuple(paths), method, Options(Path(place) / "results"))
        with Session.begin(make_plan(request, CancelToken()), Path(place)) as session:
            outcomes = list(session.run())
        seconds = time.perf_counter() - started
    if failed := [outcome for outcome in outcomes if outcome.status != "done"]:
        raise SystemExit(f"Not all were enhanced: {failed[0].reason}")
    return seconds


if __name__ == "__main__":
    main()

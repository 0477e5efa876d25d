"""Pages, signs and drawings to learn enlarging from: writing, charts and outlines.

    PYTHONPATH=. python docs/make_pages.py ../shared/data/clean sharp/pages

Photographs show little writing, and people enlarge screenshots, slides and scans as well. Every
page is drawn at random, but alike each time: writing of 7 to 60 pixels from our own help in the
fonts DejaVu and Noto (``apt install fonts-dejavu fonts-noto-core fonts-noto-cjk``), lines, outlines
and hatching, on plain colour, a gradient or a photograph. Half of them are drawn twice as large and
reduced, which leaves softer edges.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mirnet_gui.photo.pairs import pictures_in

_SIZE = 960, 720
_FONTS = Path("/usr/share/fonts")
_LATIN = ("DejaVu*.ttf", "NotoSans-*.ttf", "NotoSerif-*.ttf", "NotoSerifDisplay-*.ttf")
_SHARE_OF_JAPANESE = 0.15
_HELP = Path(__file__).parents[1] / "resources" / "help"
_SMALLEST, _LARGEST = 7.0, 60.0
_PAPERS = ((255, 255, 255), (0, 0, 0), (246, 244, 238))

Colour = tuple[int, int, int]


def main() -> None:
    """Write the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photographs", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--count", type=int, default=160)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    photographs = pictures_in(arguments.photographs)
    for number in range(arguments.count):
        page = Page(photographs, np.random.default_rng(number))
        page.finished().save(arguments.output / f"page-{number:03d}.png")


class Page:
    """One page, drawn as ``rng`` says, perhaps on one of ``photographs``."""

    def __init__(self, photographs: list[Path], rng: np.random.Generator) -> None:
        self._rng = rng
        self._factor = int(rng.integers(1, 3))
        self._width, self._height = (side * self._factor for side in _SIZE)
        japanese = rng.random() < _SHARE_OF_JAPANESE
        self._words = _words("ja" if japanese else "en")
        self._fonts = _fonts(("NotoS*CJK-*.ttc",) if japanese else _LATIN)
        self._page = self._ground(photographs)
        self._draw = ImageDraw.Draw(self._page)
        for _ in range(rng.integers(3, 10)):
            self._draw_figure()
        top = rng.uniform(0, 40) * self._factor
        while top < self._height:
            top += self._write_paragraph(top)

    def finished(self) -> Image.Image:
        """The page as it is to be stored."""
        return self._page.resize(_SIZE, Image.Resampling.LANCZOS)

    def _ground(self, photographs: list[Path]) -> Image.Image:
        rng, size = self._rng, (self._width, self._height)
        kind = rng.random()
        if kind < 0.3:
            with Image.open(photographs[rng.integers(len(photographs))]) as opened:
                return opened.convert("RGB").resize(size, Image.Resampling.BICUBIC)
        if kind < 0.55:
            return Image.new("RGB", size, _PAPERS[rng.integers(len(_PAPERS))])
        one, other = np.array(self._colour(), float), np.array(self._colour(), float)
        if kind < 0.7:
            other = one
        across, down = np.meshgrid(*(np.linspace(0.0, 1.0, side) for side in size))
        share = ((across + down) / 2 if rng.random() < 0.5 else down)[..., None]
        return Image.fromarray(np.rint(one * (1 - share) + other * share).astype(np.uint8))

    def _colour(self) -> Colour:
        red, green, blue = map(int, self._rng.integers(256, size=3))
        return red, green, blue

    def _draw_figure(self) -> None:
        rng, draw = self._rng, self._draw
        left, top = rng.uniform(-0.1, 0.9, 2) * (self._width, self._height)
        right, bottom = (left, top) + rng.uniform(0.05, 0.5, 2) * (self._width, self._height)
        box = (left, top, right, bottom)
        outline, line = self._colour(), int(rng.integers(1, 5)) * self._factor
        fill = self._colour() if rng.random() < 0.6 else None
        kind = rng.integers(5)
        if kind == 0:
            draw.rectangle(box, fill, outline, line)
        elif kind == 1:
            draw.ellipse(box, fill, outline, line)
        elif kind == 2:
            corners = rng.uniform((left, top), (right, bottom), (6, 2))
            draw.polygon([(x, y) for x, y in corners], fill, outline, line)
        elif kind == 3:
            chart = [(left + n * 0.02 * self._width, rng.uniform(top, bottom)) for n in range(25)]
            draw.line(chart, outline, line, joint="curve")
        else:
            slant = rng.uniform(-1, 1) * (bottom - top)
            for across in np.arange(left, right, rng.uniform(3, 14) * self._factor):
                draw.line((across, top, across + slant, bottom), outline, line)

    def _write_paragraph(self, top: float) -> float:
        """Write from ``top`` on; tells how high that was."""
        rng = self._rng
        size = _SMALLEST * (_LARGEST / _SMALLEST) ** rng.beta(1.2, 1.8) * self._factor
        font = ImageFont.truetype(self._fonts[rng.integers(len(self._fonts))], round(size))
        left = rng.uniform(-0.3, 0.5) * self._width
        colour = self._readable_colour(left, top)
        lines = int(rng.integers(1, max(round(150 * self._factor / size), 1) + 1))
        for number in range(lines):
            first = rng.integers(len(self._words) - 20)
            line = " ".join(self._words[first : first + 20])[: rng.integers(4, 90)]
            self._draw.text((left, top + 1.3 * number * size), line, colour, font)
        return float(1.3 * (lines + rng.uniform(0.1, 1.0)) * size)

    def _readable_colour(self, left: float, top: float) -> Colour:
        x, y = min(max(round(left), 0), self._width - 1), min(round(top), self._height - 1)
        ground = np.mean(np.asarray(self._page.crop((x, y, x + 1, y + 1))))
        colour = (0, 0, 0) if ground > 127 else (255, 255, 255)
        if self._rng.random() < 0.5:
            return colour
        other = self._colour()
        return other if abs(np.mean(other) - ground) > 60 else colour


def _fonts(patterns: tuple[str, ...]) -> list[Path]:
    return sorted(path for pattern in patterns for path in _FONTS.rglob(pattern))


def _words(language: str) -> list[str]:
    texts = sorted((_HELP / language).rglob("*.md"))
    return " ".join(path.read_text(encoding="utf-8") for path in texts).split()


if __name__ == "__main__":
    main()

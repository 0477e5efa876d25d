"""Templates are translated, then filled in; a faulty translation stops nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mirnet_gui import language
from mirnet_gui.formatting import duration, either, file_size, listed, number, photographs
from mirnet_gui.language import PSEUDO, VARIABLE, best_language, mark, tr, tr_count, use_language
from mirnet_gui.ui.wording import megapixels


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    use_language("en")


def test_english_is_what_was_written() -> None:
    use_language("en")
    assert tr("Open…") == "Open…"
    assert tr("{name} exists already.", name="a{b}.png") == "a{b}.png exists already."
    assert tr("Write {braces} as they are.") == "Write {braces} as they are."
    assert mark("Open…") == "Open…"


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 files"), (1, "1 file"), (2, "2 files"), (3128, "3,128 files")]
)
def test_counts_have_their_form(count: int, words: str) -> None:
    assert tr_count("{count:,} file", "{count:,} files", count) == words


def test_the_pseudo_language_marks_accents_and_lengthens() -> None:
    use_language(PSEUDO)
    text = tr("There is no room on the drive for {name}.", name="cat.png")
    assert text.startswith("⟦") and text.endswith("⟧")
    assert "cat.png" in text
    assert "Théré íš ñó róóm" in text
    plain = "There is no room on the drive for cat.png."
    assert len(text) >= 1.3 * len(plain)
    assert tr(tr("Open…")) == tr("Open…")


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        (["de-AT", "en"], "de"),
        (["fr_CA.UTF-8"], "fr"),
        (["zh-Hans-SG", "zh"], "zh_CN"),
        (["zh_CN"], "zh_CN"),
        (["zh-Hant-TW", "ja-JP"], "ja"),
        (["en-GB", "de"], "en"),
        (["ga", "bn-IN"], "bn"),
        (["C"], "en"),
        ([], "en"),
    ],
)
def test_the_first_language_wanted_that_is_spoken(wanted: list[str], spoken: str) -> None:
    assert best_language(wanted) == spoken


def test_nothing_is_nothing_in_every_language() -> None:
    use_language("de")
    assert tr("") == ""


def test_a_language_without_a_catalog_is_english() -> None:
    use_language("tlh")
    assert tr("Open…") == "Open…"


def test_a_faulty_translation_gives_way_to_the_original(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    messages = {
        "": "Content-Type: text/plain; charset=UTF-8\n",
        "{name} exists already.": "{nmae} gibt es schon.",
        "Open…": "Öffnen…",
    }
    (folder / "mirnet-gui.mo").write_bytes(catalog(messages))
    monkeypatch.setattr(language, "CATALOGS", tmp_path)
    use_language("de")
    assert tr("Open…") == "Öffnen…"
    assert tr("{name} exists already.", name="a.png") == "a.png exists already."


def test_a_process_started_here_speaks_the_same_language() -> None:
    use_language(PSEUDO)
    assert os.environ[VARIABLE] == PSEUDO
    code = "from mirnet_gui.language import tr; print(ascii(tr('Open')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ascii(tr("Open"))


def test_quantities_are_translated_as_well() -> None:
    use_language(PSEUDO)
    texts = [duration(18), duration(130), duration(3900), photographs(1), photographs(2)]
    texts += [listed(["EXIF", "XMP"]), either(["JPEG", "PNG"]), file_size(12)]
    assert [text for text in texts if "⟦" not in text] == []


@pytest.mark.parametrize(
    ("code", "thousands", "decimals"),
    [("en", "3,128", "0.14"), ("de", "3.128", "0,14"), ("fr", "3\u202f128", "0,14")],
)
def test_numbers_are_written_as_the_language_writes_them(
    code: str, thousands: str, decimals: str
) -> None:
    use_language(code)
    assert thousands in photographs(3128)
    assert thousands in number(3128)
    assert decimals in megapixels(400, 350)
    assert decimals in tr("{seconds:.2f} s", seconds=0.14)
    typed = {"name": "x", "value": 2.5, "minimum": 0.0, "maximum": 1.5}
    assert "1.5" in tr(
        "{name} is {value:g}, but must lie between {minimum:g} and {maximum:g}.", **typed
    )


def catalog(messages: dict[str, str]) -> bytes:
    """A compiled catalog, as gettext reads it."""
    pairs = sorted((a.encode(), b.encode()) for a, b in messages.items())
    start = 7 * 4 + 16 * len(pairs)
    tables: list[list[int]] = [[], []]
    content = b""
    for column in (0, 1):
        for pair in pairs:
            tables[column] += [len(pair[column]), start + len(content)]
            content += pair[column] + b"\0"
    head = [0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0, *tables[0], *tables[1]]
    return b"".join(number.to_bytes(4, "little") for number in head) + content

"""A preset as a file: what people share, and what of it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirnet_gui.errors import StorageError
from mirnet_gui.methods.registry import parse_method
from mirnet_gui.presets.preset import Preset, settings_of
from mirnet_gui.presets.preset_file import read_preset, write_preset

GOOD = {
    "format": '"mirnet-gui preset"',
    "version": "1",
    "name": '"Dusk"',
    "method": '"mirnet:exposure=0.5"',
}


def written(folder: Path, **changes: str | None) -> Path:
    path = folder / "shared.mirnet-preset"
    lines = {name: text for name, text in (GOOD | changes).items() if text is not None}
    path.write_text("".join(f"{name} = {text}\n" for name, text in lines.items()), "utf-8")
    return path


@pytest.mark.parametrize(
    "name", ["Dusk", "夜・暗いまま", "রাত ও আলো", "شب", 'a "b" \\ c', "🌒 & <b>"]
)
@pytest.mark.parametrize("text", ["mirnet:exposure=-0.35:grain=0.7", "clahe:clip=3", "lime+nlm"])
def test_it_comes_back_as_it_was(tmp_path: Path, name: str, text: str) -> None:
    preset = Preset(name, parse_method(text))
    write_preset(preset, tmp_path / "new" / "p.mirnet-preset", overwrite=False)
    assert read_preset(tmp_path / "new" / "p.mirnet-preset") == preset


def test_one_written_by_hand(tmp_path: Path) -> None:
    assert read_preset(written(tmp_path)) == Preset("Dusk", parse_method("mirnet:exposure=0.5"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format": '"a cake"'}, "is not a preset"),
        ({"format": None}, "is not a preset"),
        ({"version": "2"}, "newer version"),
        ({"version": "true"}, "is not a preset"),
        ({"version": "0"}, "is not a preset"),
        ({"name": "7"}, "is not a preset"),
        ({"name": '" "'}, "needs a name"),
        ({"name": '"a\\u202eb"'}, "cannot be seen"),
        ({"name": f'"{"x" * 61}"'}, "60 characters"),
        ({"method": '"bake:heat=3"'}, "no method called bake"),
        ({"method": '"mirnet:exposure=9"'}, "exposure is 9"),
        ({"method": '"mirnet:exposure=nan"'}, "exposure is nan"),
        ({"method": '"mirnet:sharpness=1"'}, "sharpness"),
        ({"method": '""'}, "A method is missing"),
        ({"method": '"file:/etc/passwd"'}, "names a file of this computer"),
        ({"method": '"mirnet:model=lol"'}, "how it is to be computed"),
        ({"method": '"mirnet:device=cuda"'}, "how it is to be computed"),
        ({"taste": '"sweet"'}, "is not a preset"),
        ({"name": '"unclosed'}, "is not a preset"),
        ({"name": "[" * 5000}, "is not a preset"),
    ],
)
def test_what_is_not_understood_is_refused(
    tmp_path: Path, changes: dict[str, str | None], words: str
) -> None:
    with pytest.raises(StorageError, match=words) as raised:
        read_preset(written(tmp_path, **changes))
    assert "shared.mirnet-preset" in raised.value.sentence
    assert raised.value.hint


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"\x00" * 70_000])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    with pytest.raises(StorageError, match=r"photo\.jpg. is not a preset"):
        read_preset(path)
    with pytest.raises(StorageError, match="is not a preset"):
        read_preset(tmp_path)


def test_a_file_that_stands_is_replaced_only_if_that_was_agreed(tmp_path: Path) -> None:
    path = written(tmp_path)
    before = path.read_bytes()
    preset = Preset("Other", parse_method("mirnet:warmth=0.2"))
    with pytest.raises(StorageError, match="already"):
        write_preset(preset, path, overwrite=False)
    assert path.read_bytes() == before
    write_preset(preset, path, overwrite=True)
    assert read_preset(path) == preset
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_what_is_of_a_photograph_or_computer_is_left_out_and_taken_from_where_it_is_applied() -> (
    None
):
    mine = parse_method("mirnet:model=lol:device=cpu:speed=fast:exposure=0.5:grain=0.2")
    preset = Preset("x", settings_of(mine))
    assert preset.method == parse_method("mirnet:exposure=0.5:grain=0.2")
    there = parse_method("mirnet:model=denoise:speed=fast:device=cpu:exposure=-1:colour=-1")
    assert preset.applied_to(there) == parse_method(
        "mirnet:model=denoise:speed=fast:device=cpu:exposure=0.5:grain=0.2"
    )
    assert preset.applied_to(parse_method("he")) == preset.method
    assert Preset("y", parse_method("he")).applied_to(there) == parse_method("he")

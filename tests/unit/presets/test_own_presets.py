"""The folder of the user's presets: saved, renamed, deleted, taken in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mirnet_gui.errors import StorageError, UsageError
from mirnet_gui.language import PSEUDO, use_language
from mirnet_gui.methods.registry import parse_method, text_of
from mirnet_gui.presets.built_in import BUILT_IN
from mirnet_gui.presets.own_presets import MOST, OwnPresets
from mirnet_gui.presets.preset import Preset, preset_called, settings_of
from mirnet_gui.presets.preset_file import write_preset

DUSK = Preset("Dusk", parse_method("mirnet:exposure=0.5"))
DAWN = Preset("Dawn", parse_method("mirnet:warmth=0.3"))


@pytest.fixture
def own(tmp_path: Path) -> OwnPresets:
    return OwnPresets(tmp_path / "presets")


def names(own: OwnPresets) -> list[str]:
    return [preset.name for preset in own.find().presets]


def test_saved_ones_are_there_the_next_time_in_order(own: OwnPresets, tmp_path: Path) -> None:
    assert names(own) == []
    for name in ("夜", "dusk", "Élan", "Dawn"):
        own.save(Preset(name, DUSK.method))
    assert names(OwnPresets(tmp_path / "presets")) == ["Dawn", "dusk", "Élan", "夜"]


def test_names_that_look_alike_are_one(own: OwnPresets) -> None:
    own.save(DUSK)
    for name in ("dusk", "  DUSK ", "\uff24usk"):
        with pytest.raises(UsageError, match="already"):
            own.save(Preset(name, DAWN.method))
    own.save(Preset("dusk", DAWN.method), overwrite=True)
    assert own.find().presets == (Preset("dusk", DAWN.method),)


def test_names_of_the_programs_own_are_taken(own: OwnPresets) -> None:
    taken = BUILT_IN[0].name.upper()
    for overwrite in (False, True):
        with pytest.raises(UsageError, match="already"):
            own.save(Preset(taken, DUSK.method), overwrite=overwrite)
    own.save(DUSK)
    with pytest.raises(UsageError, match="already"):
        own.rename("Dusk", taken)


def test_renaming_moves_it_and_takes_no_other_ones_place(own: OwnPresets) -> None:
    own.save(DUSK)
    own.save(DAWN)
    with pytest.raises(UsageError, match="already"):
        own.rename("Dusk", "dawn")
    own.rename("Dusk", "Evening")
    own.rename("Evening", "EVENING")
    assert [*own.find().presets] == [DAWN, Preset("EVENING", DUSK.method)]
    own.delete("dawn")
    assert names(own) == ["EVENING"]
    with pytest.raises(StorageError, match="any more"):
        own.delete("Dawn")


def test_a_file_that_is_not_understood_costs_no_other(own: OwnPresets, tmp_path: Path) -> None:
    own.save(DUSK)
    own.save(DAWN)
    damaged = next((tmp_path / "presets").iterdir())
    damaged.write_bytes(b"\x00\x01")
    found = own.find()
    assert len(found.presets) == 1
    ((path, sentence),) = found.passed_over
    assert path == damaged
    assert "is not a preset" in sentence
    assert damaged.read_bytes() == b"\x00\x01", "it stays as it is"


def test_a_preset_is_taken_in_under_a_name_that_is_free(own: OwnPresets, tmp_path: Path) -> None:
    file = tmp_path / "from a friend.mirnet-preset"
    write_preset(Preset("Dusk", DAWN.method), file, overwrite=False)
    own.save(DUSK)
    assert own.take_in(file).name == "Dusk (2)"
    assert own.take_in(file).name == "Dusk (2)", "it is there already"
    assert names(own) == ["Dusk", "Dusk (2)"]
    write_preset(Preset(BUILT_IN[0].name, DUSK.method), file, overwrite=True)
    assert own.take_in(file).name == f"{BUILT_IN[0].name} (2)"


def test_a_file_that_was_copied_into_the_folder_is_one_of_them(
    own: OwnPresets, tmp_path: Path
) -> None:
    write_preset(DUSK, tmp_path / "d.mirnet-preset", overwrite=False)
    (tmp_path / "presets").mkdir()
    shutil.copy(tmp_path / "d.mirnet-preset", tmp_path / "presets")
    own.rename("Dusk", "Night")
    assert names(own) == ["Night"]


def test_there_is_an_end_to_them(own: OwnPresets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mirnet_gui.presets.own_presets.MOST", 2)
    assert MOST >= 100
    for name in "ab":
        own.save(Preset(name, DUSK.method))
    with pytest.raises(UsageError, match="2 presets already"):
        own.save(DUSK)
    own.save(Preset("A", DAWN.method), overwrite=True)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "presets").write_text("a file where the folder should be")
    own = OwnPresets(tmp_path / "presets")
    assert names(own) == []
    with pytest.raises(StorageError, match="Dusk cannot be written"):
        own.save(DUSK)


def test_built_in_ones_are_what_a_preset_may_be() -> None:
    assert len({text_of(preset.method) for preset in BUILT_IN}) == len(BUILT_IN) > 2
    for preset in BUILT_IN:
        assert preset.is_built_in
        assert settings_of(preset.method) == preset.method


def test_they_go_by_their_names_in_english_and_as_they_are_shown() -> None:
    first = BUILT_IN[0]
    use_language(PSEUDO)
    try:
        assert first.label != first.name
        for name in (first.name, first.name.lower(), first.label):
            assert preset_called(name, (*BUILT_IN, DUSK)) is first
    finally:
        use_language("en")
    assert preset_called("dusk", (*BUILT_IN, DUSK)) is DUSK
    with pytest.raises(UsageError, match="no preset called Noon"):
        preset_called("Noon", (*BUILT_IN, DUSK))

"""What was chosen for a photograph comes back to it, and to no other one."""

from __future__ import annotations

import os
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mirnet_gui.errors import StorageError
from mirnet_gui.kept.fingerprint import fingerprint
from mirnet_gui.kept.kept_settings import Kept, KeptSettings

TEXT = "mirnet:exposure=0.5"


@pytest.fixture
def store(tmp_path: Path) -> KeptSettings:
    return KeptSettings(tmp_path / "kept")


def photograph(path: Path, seed: int = 1, size: int = 3000) -> Path:
    path.write_bytes(random.Random(seed).randbytes(size))  # noqa: S311 - no secret
    return path


def kept(store: KeptSettings, path: Path, text: str = TEXT) -> None:
    store.keep(path, Kept(store.recall(path).fingerprint, text))


def test_it_comes_back(store: KeptSettings, tmp_path: Path) -> None:
    path = photograph(tmp_path / "a.jpg")
    assert store.recall(path).text == ""
    kept(store, path)
    assert KeptSettings(tmp_path / "kept").recall(path).text == TEXT
    kept(store, path, "mirnet:warmth=0.1")
    assert store.recall(path).text == "mirnet:warmth=0.1"
    kept(store, path, "")
    assert store.recall(path).text == ""
    assert list((tmp_path / "kept").iterdir()) == []


def test_it_goes_with_a_file_that_is_renamed_or_moved(store: KeptSettings, tmp_path: Path) -> None:
    path = photograph(tmp_path / "a.jpg")
    kept(store, path)
    (tmp_path / "new").mkdir()
    moved = path.rename(tmp_path / "new" / "夜.jpg")
    os.utime(moved, (1, 1))
    assert store.recall(moved).text == TEXT
    kept(store, moved, "")
    assert store.recall(moved).text == "", "nothing is wanted of it any more"


def test_copies_have_settings_of_their_own(store: KeptSettings, tmp_path: Path) -> None:
    a, b = photograph(tmp_path / "a.jpg"), photograph(tmp_path / "b.jpg")
    kept(store, a)
    assert store.recall(b).text == ""
    kept(store, b, "mirnet:warmth=0.1")
    assert (store.recall(a).text, store.recall(b).text) == (TEXT, "mirnet:warmth=0.1")
    kept(store, b, "")
    assert (store.recall(a).text, store.recall(b).text) == (TEXT, "")


def test_it_does_not_come_to_another_picture_in_its_place(
    store: KeptSettings, tmp_path: Path
) -> None:
    path = photograph(tmp_path / "a.jpg")
    stat = path.stat()
    kept(store, path)
    photograph(path, seed=2)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert store.recall(path).text == ""


@pytest.mark.parametrize("size", [0, 1, 1_048_576, 1_048_577, 5_000_000])
def test_large_files_are_told_apart_by_what_lies_in_their_middle(tmp_path: Path, size: int) -> None:
    dark, light = tmp_path / "dark.bmp", tmp_path / "light.bmp"
    dark.write_bytes(bytes(size))
    content = bytearray(size)
    content[size // 3 : size // 2] = b"\x09" * (size // 2 - size // 3)
    light.write_bytes(content)
    assert (fingerprint(dark) == fingerprint(light)) == (size < 3)
    dark.write_bytes(bytes(size + 1))
    assert fingerprint(dark) != fingerprint(light)


def test_what_is_damaged_costs_one_photograph_and_is_told_once(
    store: KeptSettings, tmp_path: Path
) -> None:
    a, b = photograph(tmp_path / "a.jpg"), photograph(tmp_path / "b.jpg", seed=2)
    kept(store, a)
    kept(store, b)
    (file,) = (tmp_path / "kept").glob(f"{store.recall(a).fingerprint}*.toml")
    for damage in (
        b"\x00\xff", b"", b"version = 9\n", b'version = 1\nmethod = "bake"\n',
        b'version = 1\nmethod = "mirnet:exposure=99"\n', b"version = 1\nmethod = 3\n",
        b"a = " + b"[" * 9000,
    ):  # fmt: skip
        file.write_bytes(damage)
        told = store.recall(a)
        assert "a.jpg" in told.complaint
        assert told.text == ""
        assert store.recall(a) == Kept(told.fingerprint), "not once more"
        assert store.recall(b).text == TEXT
    kept(store, a)
    assert store.recall(a).text == TEXT


def test_the_longest_not_looked_at_are_forgotten(tmp_path: Path) -> None:
    store = KeptSettings(tmp_path / "kept", most=3)
    photos = [photograph(tmp_path / f"{seed}.jpg", seed) for seed in range(4)]
    for age, path in enumerate(photos[:3]):
        kept(store, path)
        (file,) = (tmp_path / "kept").glob(f"{fingerprint(path)}*.toml")
        os.utime(file, (1000 + age, 1000 + age))
    assert store.recall(photos[0]).text == TEXT
    kept(store, photos[3])
    assert [bool(store.recall(path).text) for path in photos] == [True, False, True, True]


def test_forgetting_forgets_all_of_them(store: KeptSettings, tmp_path: Path) -> None:
    assert store.forget() == 0
    photos = [photograph(tmp_path / f"{seed}.jpg", seed) for seed in range(3)]
    for path in photos:
        kept(store, path)
    assert store.forget() == 3
    assert [store.recall(path).text for path in photos] == [""] * 3
    assert list((tmp_path / "kept").iterdir()) == []


def test_two_windows_write_at_once(tmp_path: Path) -> None:
    path = photograph(tmp_path / "a.jpg")
    texts = [f"mirnet:exposure=0.{number}" for number in range(1, 9)]
    windows = [KeptSettings(tmp_path / "kept") for _ in range(4)]

    def write(window: KeptSettings) -> None:
        for text in texts:
            window.keep(path, Kept(fingerprint(path), text))
            found = window.recall(path)
            assert found.text in texts
            assert not found.complaint

    with ThreadPoolExecutor(len(windows)) as pool:
        for _ in pool.map(write, windows):
            pass
    assert windows[0].recall(path).text == texts[-1]


def test_what_cannot_be_written_is_a_sentence_and_what_cannot_be_read_is_nothing(
    tmp_path: Path,
) -> None:
    (tmp_path / "kept").write_text("a file where the folder should be")
    store, path = KeptSettings(tmp_path / "kept"), photograph(tmp_path / "a.jpg")
    assert store.recall(path) == Kept(fingerprint(path))
    assert store.recall(tmp_path / "absent.jpg") == Kept()
    with pytest.raises(StorageError, match="cannot be kept"):
        kept(store, path)
    assert store.forget() == 0


def test_a_method_of_a_file_whose_name_is_no_text(store: KeptSettings, tmp_path: Path) -> None:
    path = photograph(tmp_path / "a.jpg")
    text = f"file:{os.fsdecode(b'/tmp/caf%c.png' % 0xE9)}"
    kept(store, path, text)
    assert store.recall(path).text == text


def test_what_rests_meanwhile_is_kept_with_it(store: KeptSettings, tmp_path: Path) -> None:
    path = photograph(tmp_path / "a.jpg")
    whole = Kept(fingerprint(path), "he", saved="gamma", resting="mirnet:exposure=0.5")
    store.keep(path, whole)
    assert KeptSettings(tmp_path / "kept").recall(path) == whole

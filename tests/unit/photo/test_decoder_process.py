"""A decoder that crashes, hangs or is not wanted any more costs one photograph and nothing else."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pillow_heif
import psutil
import pytest
from PIL import Image

from mirnet_gui.errors import Cancelled, UnreadablePhoto
from mirnet_gui.photo.decoder.process import release_helpers, run_apart
from mirnet_gui.photo.reading import probe, read_photo
from mirnet_gui.progress import CancelToken

# What a helper does with a file of this name, in place of a decoder with a fault.
FAULTY = """
import os, pathlib, pickle, signal, sys, time
EVIL = {
    "evil-call": type("Evil", (), {"__reduce__": lambda self: (print, ("run by the program",))})(),
    "evil-type": pathlib.Path,
    "evil-function": sys.exit,
}
def faulty(do):
    def decode(path, kind):
        if "crash" in path.name:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "hang" in path.name:
            path.with_suffix(".begun").write_text(str(os.getpid()))
            while True:
                time.sleep(1)
        if "noise" in path.name:
            os.write(1, b"a line of a library" * 1000)
        if "pid" in path.name:
            path.with_suffix(".begun").write_text(str(os.getpid()))
        return EVIL.get(path.stem) or do(path, kind)
    return decode
if "mirnet_gui.photo.decoder_main" in sys.orig_argv:
    from mirnet_gui.photo import reading
    reading.decode, reading.look = faulty(reading.decode), faulty(reading.look)
"""
# Seconds after which a process is not slow to end but stays.
_BROKEN = 600
needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@pytest.fixture(autouse=True)
def faulty_helpers(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Python imports a module of this name whenever it starts."""
    place = tmp_path_factory.mktemp("faulty")
    (place / "sitecustomize.py").write_text(FAULTY)
    release_helpers()
    monkeypatch.setenv("PYTHONPATH", str(place), prepend=os.pathsep)
    yield
    release_helpers()


@pytest.fixture
def heic(picture: np.ndarray, tmp_path: Path) -> Callable[[str], Path]:
    def save(name: str) -> Path:
        path = tmp_path / f"{name}.heic"
        pillow_heif.from_pillow(Image.fromarray(picture)).save(path, quality=95)
        return path

    return save


@needs_signals
def test_a_crash_costs_one_photograph(heic: Callable[[str], Path]) -> None:
    bad, good = heic("crash"), heic("good")
    for look in (probe, read_photo):
        look(good)
        with pytest.raises(UnreadablePhoto, match=r"“crash\.heic” cannot be read: its decoder"):
            look(bad)
        look(good)


def test_the_helper_is_kept_for_the_next(heic: Callable[[str], Path]) -> None:
    path = heic("pid")
    helpers = []
    for look in (probe, read_photo, probe):
        look(path)
        helpers.append(path.with_suffix(".begun").read_text())
    assert len(set(helpers)) == 1
    assert int(helpers[0]) != os.getpid()


def test_what_libraries_print_is_no_part_of_the_picture(
    heic: Callable[[str], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    noisy, quiet = read_photo(heic("noise")), read_photo(heic("quiet"))
    assert np.array_equal(noisy.pixels, quiet.pixels)
    assert noisy.pixels.flags.writeable
    assert capfd.readouterr() == ("", "")


def _wait_for(path: Path) -> int:
    while not (path.exists() and path.read_text()):
        time.sleep(0.02)
    return int(path.read_text())


def test_a_cancel_ends_a_decoder_that_does_not_listen(heic: Callable[[str], Path]) -> None:
    path, cancel = heic("hang"), CancelToken()
    raised: list[BaseException] = []

    def read() -> None:
        try:
            read_photo(path, cancel)
        except Cancelled as error:
            raised.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    helper = _wait_for(path.with_suffix(".begun"))
    cancel.cancel()
    thread.join()
    assert len(raised) == 1
    assert not psutil.pid_exists(helper)


def test_a_decoder_that_never_ends_is_ended(heic: Callable[[str], Path]) -> None:
    path = heic("hang")
    with pytest.raises(UnreadablePhoto, match="took too long"):
        run_apart("decode", path, "heif", patience=0.5)


def test_threads_decode_beside_each_other(heic: Callable[[str], Path]) -> None:
    paths = [heic(f"photo-{number}") for number in range(6)]
    expected = read_photo(paths[0]).pixels
    found: list[np.ndarray] = []
    threads = [
        threading.Thread(target=lambda path=path: found.append(read_photo(path).pixels))
        for path in paths
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(paths)
    assert all(np.array_equal(pixels, expected) for pixels in found)


def test_one_that_left_meanwhile_is_replaced(heic: Callable[[str], Path]) -> None:
    path = heic("pid")
    read_photo(path)
    helper = psutil.Process(_wait_for(path.with_suffix(".begun")))
    helper.kill()
    helper.wait()
    assert read_photo(path).pixels.ndim == 3
    assert _wait_for(path.with_suffix(".begun")) != helper.pid


@needs_signals
@pytest.mark.parametrize("name", ["hang", "pid"])
def test_no_helper_survives_its_program(heic: Callable[[str], Path], name: str) -> None:
    path = heic(name)
    program = (
        "import sys, time; from pathlib import Path\n"
        "from mirnet_gui.photo.reading import read_photo\n"
        "read_photo(Path(sys.argv[1]))\n"
        "time.sleep(1000)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(path)])
    helper = psutil.Process(_wait_for(path.with_suffix(".begun")))
    assert helper.is_running()
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    _, left = psutil.wait_procs([helper], timeout=_BROKEN)
    assert not left


@needs_signals
def test_ctrl_c_in_a_terminal_does_not_reach_the_helper(heic: Callable[[str], Path]) -> None:
    path = heic("pid")
    read_photo(path)
    assert os.getsid(_wait_for(path.with_suffix(".begun"))) != os.getsid(0)


@pytest.mark.parametrize("evil", ["evil-call", "evil-type", "evil-function"])
def test_nothing_but_a_picture_is_taken_from_a_helper(
    heic: Callable[[str], Path], evil: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UnreadablePhoto) as raised:
        read_photo(heic(evil))
    assert isinstance(raised.value.__cause__, pickle.UnpicklingError)
    assert capfd.readouterr().out == ""


def test_good_files_are_decoded_by_the_real_helper(
    heic: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = heic("real")
    expected = read_photo(path).pixels
    monkeypatch.undo()
    release_helpers()
    # Wherever the program was started from.
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    assert np.array_equal(read_photo(path).pixels, expected)

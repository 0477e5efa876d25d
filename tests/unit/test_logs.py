from __future__ import annotations

import logging
import os
import subprocess
import sys
import textwrap
from pathlib import Path

from mirnet_gui.logs import FAULTS_NAME, FILE_NAME, start_log, stop_log


def test_entries_of_the_package_reach_the_file(tmp_path: Path) -> None:
    handler = start_log(tmp_path / "new" / "logs")
    try:
        logging.getLogger("mirnet_gui.jobs.worker").warning("größe.jpg is empty")
    finally:
        stop_log(handler)
    text = (tmp_path / "new" / "logs" / FILE_NAME).read_text(encoding="utf-8")
    assert "größe.jpg is empty" in text
    assert handler not in logging.getLogger().handlers


def test_a_name_that_is_no_text_is_kept(tmp_path: Path) -> None:
    handler = start_log(tmp_path)
    assert handler is not None
    # Handed to the file alone: pytest keeps what loggers say, and its helpers pass on only text.
    handler.handle(
        logging.makeLogRecord({"msg": "b\udce4r.jpg is empty", "levelno": logging.WARNING})
    )
    stop_log(handler)
    assert "b\\udce4r.jpg is empty" in (tmp_path / FILE_NAME).read_text(encoding="utf-8")


def test_no_log_is_no_disaster(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert start_log(blocked / "logs") is None
    stop_log(None)


def test_a_crash_of_a_library_leaves_word_of_where_it_was(tmp_path: Path) -> None:
    code = """
        import ctypes, sys
        from pathlib import Path
        from mirnet_gui.logs import start_log

        def ask_a_library():
            ctypes.string_at(0)

        start_log(Path(sys.argv[1]))
        ask_a_library()
    """
    crashed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(tmp_path)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert crashed.returncode != 0
    assert "in ask_a_library" in (tmp_path / FAULTS_NAME).read_text()

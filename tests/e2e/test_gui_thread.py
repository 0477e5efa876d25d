"""The watchdog itself: what it sees of the GUI thread, and what it does not mind."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from tests.e2e.gui_thread import GuiThreadMeter, Turn

WORK = 0.3


def work_for_long() -> None:
    begun, total = time.thread_time(), 0
    while time.thread_time() - begun < WORK:
        total += sum(range(100))


def wait_for_long() -> None:
    time.sleep(WORK)


def turns_of(meter: GuiThreadMeter, handler: Callable[[], None]) -> list[Turn]:
    loop = QEventLoop()
    QTimer.singleShot(1, loop, handler)
    # Not in the same turn as what it ends.
    QTimer.singleShot(1, loop, lambda: QTimer.singleShot(50, loop, loop.quit))
    loop.exec()
    meter.stop()
    return meter.take()


def test_work_in_an_event_is_found_with_the_lines_it_was_seen_in(qapp: QApplication) -> None:
    turns = turns_of(GuiThreadMeter(WORK / 2), work_for_long)
    (long,) = [turn for turn in turns if turn.cpu >= WORK]
    assert "work_for_long" in long.text


def test_waiting_is_not_work(qapp: QApplication) -> None:
    turns = turns_of(GuiThreadMeter(WORK / 2, beats=True), wait_for_long)
    assert max(turn.cpu for turn in turns) < WORK / 2
    assert max(turn.held_up for turn in turns) > WORK / 2


def test_what_a_test_does_itself_is_not_the_programs_work(qapp: QApplication) -> None:
    meter = GuiThreadMeter(WORK / 2)

    def script() -> None:
        with meter.looking_away():
            work_for_long()
            with meter.looking():
                sum(range(100))

    turns = turns_of(meter, script)
    assert max(turn.cpu for turn in turns) < WORK / 2

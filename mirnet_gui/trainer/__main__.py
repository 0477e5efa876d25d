"""The command mirnet-train as a process, also by ``python -m mirnet_gui.trainer``.

What stands here is loaded before all else, so that a signal ends it in words while torch loads.
"""

from __future__ import annotations

import sys
from typing import NoReturn

from mirnet_gui.interrupts import STOP_WITH_INPUT, Interrupts, open_standard_streams


def run() -> NoReturn:
    """:func:`mirnet_gui.trainer.cli.main`, and the end of it.

    A signal ends it with 130 (Ctrl+C), 143 (SIGTERM) or 129 (SIGHUP); a training writes a
    checkpoint first. So does the end of standard input, with 130, where that is asked for.
    """
    open_standard_streams()
    interrupts = Interrupts("mirnet-train")
    interrupts.listen()
    if STOP_WITH_INPUT in sys.argv:
        interrupts.follow_input()

    from mirnet_gui.trainer.cli import main  # takes seconds

    sys.exit(interrupts.exit_code(main()))


if __name__ == "__main__":
    run()

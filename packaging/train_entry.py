"""Starts the trainer in the frozen program: the same as the command mirnet-train.

The window cannot run ``sys.executable -m mirnet_gui.trainer`` once it is frozen.
"""

import multiprocessing
import sys

from mirnet_gui.trainer.cli import main

if __name__ == "__main__":
    # A process that loads training data starts this very file again.
    multiprocessing.freeze_support()
    sys.exit(main())

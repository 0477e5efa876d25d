"""Starts the trainer in the frozen program: the same as the command mirnet-train.

The window cannot run ``sys.executable -m mirnet_gui.trainer`` once it is frozen.
"""

import multiprocessing
import sys

from mirnet_gui.photo.decoder.argument import ARGUMENT

if __name__ == "__main__":
    # A process that loads training data or decodes photographs starts this very file again.
    multiprocessing.freeze_support()
    if sys.argv[1:] == [ARGUMENT]:
        from mirnet_gui.photo.decoder_main import serve

        serve()
    else:
        from mirnet_gui.trainer.__main__ import run

        run()

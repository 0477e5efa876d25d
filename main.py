"""Starts the program: the same as the command mirnet-gui."""

import multiprocessing
import sys

from mirnet_gui.photo.decoder_process import ARGUMENT

if __name__ == "__main__":
    # A process that runs a user's network starts this very file again once it is frozen.
    multiprocessing.freeze_support()
    # A frozen program cannot run a module: it starts itself to decode photographs.
    if sys.argv[1:] == [ARGUMENT]:
        from mirnet_gui.photo.decoder_main import serve

        serve()
    else:
        from mirnet_gui.cli import run

        run()

"""Starts the program: the same as the command mirnet-gui."""

import sys

# First of all, and light: from here on Ctrl+C ends in words.
from mirnet_gui.cli import run

if __name__ == "__main__":
    import multiprocessing

    # A process that runs a user's network starts this very file again once it is frozen.
    multiprocessing.freeze_support()
    from mirnet_gui.photo.decoder.argument import ARGUMENT

    # A frozen program cannot run a module: it starts itself to decode photographs.
    if sys.argv[1:] == [ARGUMENT]:
        from mirnet_gui.photo.decoder_main import serve

        serve()
    else:
        run()

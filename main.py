"""Starts the program: the same as the command mirnet-gui."""

import multiprocessing

from mirnet_gui.cli import run

if __name__ == "__main__":
    # A process that runs a user's network starts this very file again once it is frozen.
    multiprocessing.freeze_support()
    run()

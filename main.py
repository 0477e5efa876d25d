"""Starts the program: the same as the command mirnet-gui."""

import sys

from mirnet_gui.cli import main

if __name__ == "__main__":
    sys.exit(main())

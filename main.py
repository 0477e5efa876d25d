"""Starts the program: the same as the command mirnet-gui."""

from mirnet_gui.cli import run

if __name__ == "__main__":
    run()

"""The program by ``python -m mirnet_gui.cli``."""

from mirnet_gui.cli import run

if __name__ == "__main__":
    run()

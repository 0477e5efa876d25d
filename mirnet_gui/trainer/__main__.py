"""``python -m mirnet_gui.trainer`` is the command mirnet-train."""

import sys

from mirnet_gui.trainer.cli import main

if __name__ == "__main__":
    sys.exit(main())

"""Work off the GUI thread: one runner, one thread, plain job functions (QtCore only)."""

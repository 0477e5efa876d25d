"""MIRNet itself: its parts, its configuration, its weights files and their catalog."""

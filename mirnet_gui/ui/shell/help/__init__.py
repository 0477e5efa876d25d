"""Help that lies beside the program, in a window beside the window."""

"""What is remembered of photographs over restarts, in the program's own folders."""

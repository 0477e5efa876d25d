"""What files are made of: boxes, segments, chunks and directories, as bytes."""

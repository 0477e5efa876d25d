"""Running a network over a picture of any size."""

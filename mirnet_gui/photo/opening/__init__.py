"""From a file of each kind to an image of libvips, in front of the reader of that kind."""

"""The window around the pages: it knows what a page is, and none of them."""

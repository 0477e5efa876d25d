"""A picture and all that it carries: reading it, writing it, naming it."""

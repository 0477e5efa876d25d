"""The menus: all that the table of actions holds, in the order that people look for it."""

"""The window: pages, widgets, dialogs, actions and theme; it computes nothing."""

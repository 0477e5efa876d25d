"""Decoders in a process of their own: how it is started, asked and heard."""

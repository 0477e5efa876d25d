"""MIRNet GUI: dark, noisy photographs made clear on their owner's own computer."""

__version__ = "0.1.0"

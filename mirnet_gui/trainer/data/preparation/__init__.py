"""Looking through a paired folder before it is trained with, and splitting it by scene."""

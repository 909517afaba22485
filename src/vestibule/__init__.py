"""Vestibule carries what people say to what is done about it, and back."""

__version__ = "0.1.0"

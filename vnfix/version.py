"""The version of vnfix, for messages, files and `pyproject.toml`."""

__version__ = "0.1.0"

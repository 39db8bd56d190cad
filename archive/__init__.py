"""Turn a folder of Wikipedia articles into one SQLite file: who said what, when, and who denied it."""

__version__ = "0.1.0"

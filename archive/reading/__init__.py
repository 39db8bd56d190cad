r"""Bytes to text: decoding, repair of damaged characters, front matter.

The one entry point is :func:`read_text`::

    read_text(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> SourceText

It is pure (no file, no clock, no database) and never raises: whatever is wrong with the bytes becomes a
``Problem``, and a file that cannot be read has ``rejected`` set. The names in ``__all__`` are the whole public
interface of this layer.

What holds for every :class:`SourceText`:

- ``text[body_start:] == body`` where ``rejected`` is false; a byte order mark is not part of ``text``.
- ``body_first_line`` is the line of the file, from 1, on which ``body`` starts.
- ``front_matter`` holds ``str``, ``int``, finite ``float``, ``bool``, ``None``, ``list`` and ``dict`` with text
  keys only.
- ``text`` holds no NUL and no lone surrogate. Line ends are as in the file; ``\n``, ``\r\n`` and ``\r`` each end
  a line.
- a rejected text has an empty body and front matter and exactly one problem whose level is ``error``.
"""

from archive.reading.source import DEFAULT_LIMITS, Limits, SourceText, read_text

__all__ = ["DEFAULT_LIMITS", "Limits", "SourceText", "read_text"]

"""Names of stored files: any path becomes one that can be written back on every system, inside the folder asked for.

A name is relative, ``/``-separated, valid UTF-8, has no empty, ``.`` or ``..`` part, no backslash and no control
character, is no longer than a path can be, and differs from every other name in more than case. A path that is no such
name is percent-encoded, so that ``urllib.parse.unquote`` gives the path back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

__all__ = ["fold_name", "is_safe_name", "safe_name"]

# Backslashes are separators on Windows; control characters would end or forge lines in reports; a lone surrogate
# stands for a byte that is not UTF-8 (PEP 383).
_UNSAFE = re.compile(r"[\\\x00-\x1f\x7f-\x9f\ud800-\udfff]|^/|(?<=/)/|/$|(?:(?<=/)|^)\.{1,2}(?=/|$)")
# Linux opens paths of 4096 bytes, each of which may be encoded; folding a hostile name takes time quadratic in it.
_LONGEST_NAME = 3 * 4096
# A percent sign of the path itself is encoded where it would read as an encoding.
_PERCENT = re.compile(r"%(?=[0-9A-Fa-f]{2})")


def fold_name(name: str) -> str:
    """Return what two names share if a file system that ignores case or composition takes them for one."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


def is_safe_name(name: str) -> bool:
    """Tell whether ``name`` can be stored and written back as it is."""
    return 0 < len(name) <= _LONGEST_NAME and not _UNSAFE.search(name)


def safe_name(path: str, taken: Mapping[str, str]) -> str:
    """Return the name under which the file at ``path`` (as from ``os.fsdecode``) is stored.

    ``taken`` maps ``fold_name`` of each name in use to that name. A path that is in use keeps its name; one that
    differs from a name in use by case alone gets some letters encoded, those of its last part first.

    Raises ValueError for an empty path.
    """
    if not path:
        raise ValueError("A file needs a path.")
    encoded = {place for rule in (_UNSAFE, _PERCENT) for match in rule.finditer(path) for place in range(*match.span())}
    last_part = path.rfind("/") + 1
    name = _encode(path, encoded)
    for place in (*range(last_part, len(path)), *range(last_part)):
        if taken.get(fold_name(name), name) == name:
            break
        encoded.add(place)
        name = _encode(path, encoded)
    return name


def _encode(path: str, places: set[int]) -> str:
    return "".join(
        "".join(f"%{byte:02X}" for byte in _bytes_of(character)) if place in places else character
        for place, character in enumerate(path)
    )


def _bytes_of(character: str) -> bytes:
    stands_for_a_byte = "\udc80" <= character <= "\udcff"
    return character.encode("utf-8", "surrogateescape" if stands_for_a_byte else "surrogatepass")

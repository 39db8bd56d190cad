"""The code pages that UTF-8 is read with by mistake, and what UTF-8 looks like through each of them."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Any

# Well-formed UTF-8 beyond ASCII, as in table 3-7 of the Unicode Standard.
_SEQUENCE = (
    rb"[\xc2-\xdf][\x80-\xbf]"
    rb"|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
# What every sequence looks like that has not lost all but its first byte.
PATTERN = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
# A sequence, or a first byte with fewer others than it needs, or anything else byte by byte.
TOKEN = re.compile(rb"(?P<whole>" + _SEQUENCE + rb")|(?P<broken>[\xc2-\xf4][\x80-\xbf]{0,2})|[\x00-\xff]")

# In this order where several pages explain a text alike.
_NAMES = (1252, 1254, 1250, 1251, 1253, 1255, 1256, 1257, 1258)


@dataclass(frozen=True, slots=True, eq=False)
class CodePage:
    """One code page: its IANA name, the bytes it leaves undefined, and its 256 characters.

    An undefined byte stands in ``characters`` as the character of the same number (a C1 control), because that is
    what browsers and Windows make of it.
    """

    name: str
    undefined: bytes
    characters: str
    _encoding_map: Any

    def encode(self, text: str) -> bytes:
        """One byte a character: the byte that this page shows so, ``?`` where it never shows that character."""
        return codecs.charmap_encode(text, "replace", self._encoding_map)[0]

    def damage(self, data: bytes, *, drop_undefined: bool) -> str:
        """What a program reads that takes UTF-8 for this page: the damage that :mod:`archive.reading.repair` undoes."""
        if drop_undefined:
            data = data.translate(None, self.undefined)
        return codecs.charmap_decode(data, "strict", self.characters)[0]


def _code_page(name: str, codec: str) -> CodePage:
    undefined = bytes(byte for byte in range(256) if not bytes([byte]).decode(codec, "ignore"))
    characters = "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in range(256))
    return CodePage(name, undefined, characters, codecs.charmap_build(characters))


CODE_PAGES: tuple[CodePage, ...] = (
    *(_code_page(f"windows-{number}", f"cp{number}") for number in _NAMES),
    _code_page("iso-8859-1", "iso8859-1"),
    _code_page("iso-8859-9", "iso8859-9"),
)

"""Entry points for atheris: ``python fuzz_targets.py ENTRY [libFuzzer options] CORPUS``."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable

import atheris

with atheris.instrument_imports(include=["archive"]):
    from archive import extract_claims
    from archive.originals import pack, unpack
    from archive.parsing.infoboxes import parse_infoboxes
    from archive.parsing.markdown import parse_markdown
    from archive.pipeline import parse_document
    from archive.reading import read_text
    from archive.reading.repair import repair_text


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _document(data: bytes) -> None:
    parse_document(data, "folder/file.md")


def _front_matter(data: bytes) -> None:
    source = read_text(b"---\n" + data + b"\n---\nText.\n")
    if not source.rejected:
        assert source.text[source.body_start :] == source.body


def _repair(data: bytes) -> None:
    repaired = repair_text(_text(data))
    assert repair_text(repaired.text).text == repaired.text


def _markdown(data: bytes) -> None:
    parse_markdown(_text(data).replace("\0", ""))


def _infobox(data: bytes) -> None:
    parse_infoboxes([{"type": "military conflict", "casualties1": {"text": _text(data)}, "date": _text(data)}])


def _claims(data: bytes) -> None:
    extract_claims("It was in the north of the country and is a part of it. " + _text(data), date="2020-10")


def _originals(data: bytes) -> None:
    assert unpack(pack(data), len(data)) == data
    with contextlib.suppress(ValueError):
        unpack(data, len(data) * 2)


ENTRIES: dict[str, Callable[[bytes], None]] = {
    "document": _document,
    "front matter": _front_matter,
    "repair": _repair,
    "markdown": _markdown,
    "infobox": _infobox,
    "claims": _claims,
    "originals": _originals,
}

if __name__ == "__main__":
    entry = ENTRIES[sys.argv.pop(1)]
    atheris.Setup(sys.argv, entry)
    atheris.Fuzz()

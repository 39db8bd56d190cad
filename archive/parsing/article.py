"""Front matter and body of one file, put together to an :class:`~archive.documents.Article`.

Front matter that a column holds in full leaves ``extra``; everything else stays there as it was loaded, among it
values that could not be read, the time of day of ``pubDate``, and pictures that have no address of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from archive.documents import Article, Infobox, Problem, Section, UrlBasis
from archive.parsing.dates import parse_date
from archive.parsing.infoboxes import parse_infoboxes
from archive.parsing.languages import tell_language
from archive.parsing.links import article_address, safe_url
from archive.parsing.markdown import parse_markdown
from archive.parsing.sections import make_sections
from archive.parsing.titles import title_key

_TITLE_FIELDS = ("conflict", "name", "official_name", "title")
_URL_NAMES = ("url", "source", "link")
_LANGUAGE_NAMES = ("language", "lang")
_PICTURE_NAMES = ("url", "src", "href")
_FAULTS: Final = frozenset({"", "[object Object]", "undefined"})
_WIKIPEDIA = "wikipedia"
_NO_TITLE = "Untitled"
_LANGUAGE_CHARACTERS = 20_000


def parse_article(
    front_matter: Mapping[str, object], body: str, *, body_start: int = 0, path: str = ""
) -> tuple[Article, tuple[Problem, ...]]:
    """The article that a file's front matter and body make, with warnings; raises nothing.

    ``body_start`` is where the body begins in the repaired file, ``path`` the file's name with folders, of which the
    stem is the title of last resort.
    """
    extra = dict(front_matter)
    sections = make_sections(parse_markdown(body), body_start)
    infoboxes, problems = parse_infoboxes(front_matter.get("infoboxes"))
    if not problems:
        extra.pop("infoboxes", None)
    title = _title(extra, infoboxes, sections, path)
    short_description = _take(extra, "shortDescription")
    description = _take(extra, "description")
    language = _language(extra) or tell_language(
        "\n".join((description or "", short_description or "", _text(sections)))
    )
    author = _take(extra, "author")
    url, basis = _address(extra, title, language, author, infoboxes)
    article = Article(
        title=title,
        title_key=title_key(title) or title,
        language=language,
        short_description=short_description,
        description=description,
        author=author,
        published_on=_publication(extra),
        url=url,
        url_basis=basis,
        image_url=_picture(extra),
        extra=_json(extra),
        word_count=sum(section.word_count for section in sections),
        infoboxes=infoboxes,
        sections=sections,
    )
    return article, problems


def _scalar(value: object) -> str | None:
    """The words of a scalar on one line, None where it is none or where the producer failed to write it."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    words = " ".join(str(value).split())
    return None if words in _FAULTS else words


def _take(extra: dict[str, object], name: str) -> str | None:
    value = extra.get(name)
    if value is None or value == "":
        extra.pop(name, None)
        return None
    words = _scalar(value)
    if words is not None:
        del extra[name]
    return words


def _title(extra: dict[str, object], infoboxes: tuple[Infobox, ...], sections: tuple[Section, ...], path: str) -> str:
    for name in ("title", "subject"):
        words = _scalar(extra.get(name))
        if words is not None and title_key(words):
            del extra[name]
            return words
    return next((words for words in _other_titles(infoboxes, sections, path) if title_key(words)), _NO_TITLE)


def _other_titles(infoboxes: tuple[Infobox, ...], sections: tuple[Section, ...], path: str) -> Iterator[str]:
    for name in _TITLE_FIELDS:
        for infobox in infoboxes:
            for field in infobox.fields:
                if field.name == name:
                    yield _scalar(field.text.strip().partition("\n")[0]) or ""
    yield next((section.heading for section in sections if section.level == 1 and section.heading), "")
    yield PurePosixPath(path).stem


def _language(extra: dict[str, object]) -> str | None:
    for name in _LANGUAGE_NAMES:
        words = _scalar(extra.get(name))
        if words is not None:
            del extra[name]
            return words.lower()
    return None


def _text(sections: tuple[Section, ...]) -> str:
    pieces: list[str] = []
    length = 0
    for section in sections:
        if length >= _LANGUAGE_CHARACTERS:
            break
        pieces.append(section.text[:_LANGUAGE_CHARACTERS])
        length += len(pieces[-1])
    return "\n".join(pieces)


def _address(
    extra: dict[str, object], title: str, language: str | None, author: str | None, infoboxes: tuple[Infobox, ...]
) -> tuple[str | None, UrlBasis | None]:
    for name in _URL_NAMES:
        given = _web_address(extra.get(name))
        if given is not None:
            del extra[name]
            return given, "given"
    from_wikipedia = author.casefold() == _WIKIPEDIA if author is not None else bool(infoboxes)
    if from_wikipedia and language is not None:
        return article_address(title, language), "made"
    return None, None


def _web_address(value: object) -> str | None:
    words = value.strip() if isinstance(value, str) else ""
    return safe_url(words) if words.lower().startswith(("https://", "http://")) else None


def _publication(extra: dict[str, object]) -> str | None:
    written = _scalar(extra.get("pubDate"))
    day = parse_date(written) if written is not None else None
    if day is not None and written is not None and ":" not in written:
        del extra["pubDate"]
    return day


def _picture(extra: dict[str, object]) -> str | None:
    value = extra.get("img")
    if value is None or value in ("", {}, []):
        extra.pop("img", None)
        return None
    if isinstance(value, Mapping):
        found = (_web_address(value.get(name)) for name in _PICTURE_NAMES)
        return next((address for address in found if address is not None), None)
    address = _web_address(value)
    if address is not None:
        del extra["img"]
    return address


def _json(extra: Mapping[str, object]) -> str:
    return json.dumps(extra, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=str)

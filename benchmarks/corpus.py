"""Folders of articles to measure on: real ones where they are at hand, and copies that are nobody's duplicate.

A *world* is one whole set of the original articles under other circumstances. World 0 is the originals as they are. In
every other world each title, and each link to one of them or to the event that it is part of, begins with the name of
the world; each name that only a few articles use has a syllable of the world in it; days, years and figures are others.
So every copy has its own title, slug, dates, numbers and rare words, its links lead to articles of its own world, and
no sentence with a name or a number in it stands twice; while what makes text costly to read (sentences, cues, markup,
sizes) stays what it is in real files.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from archive.parsing.article import parse_article
from archive.reading import read_text

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "corpus"
SEEDS = ROOT / "seeds"
TEMPLATES = Path(__file__).with_name("data") / "generated.yaml"

#: Part of the stamp of a finished folder: rises when the same originals would give other copies.
GENERATOR_VERSION = 2

_MARK = "\ue000"
_RARE_IN = 2
_FILES_A_FOLDER = 500
_CONSONANTS = "bdfgklmnprstvz"
_VOWELS = "aeiou"
# Letters beyond ASCII may be bytes of damaged text, which must not be parted.
_WORD = r"(?<![^\x00-\x7f])\b[A-Za-z]{4,}\b(?![^\x00-\x7f])"
_VARYING = re.compile(
    rf"(?P<mark>{_MARK})|(?P<time>\d{{1,2}}:\d\d)|(?P<date>\d{{4}}-\d\d-\d\d)"
    rf"|(?<![\w.%|])(?P<number>\d{{1,3}}(?:,\d{{3}})+|[1-9]\d{{0,6}})(?![\w.])|(?P<word>{_WORD})"
)
_LINK_TARGET = re.compile(
    r"^(?P<open>\s+(?:- )?page: [\"']?)(?P<field>[^\n\"']+)|(?P<body>\]\(\./)(?P<path>[^\s)]+)", re.MULTILINE
)
_TITLE_LINE = re.compile(r"^(?:title|subject):[^\n]*\n(?: +[^\n]*\n)*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Original:
    """An article that copies are made of: its bytes, and its text cut into what every world has and what varies."""

    stem: str
    data: bytes
    fixed: tuple[str, ...]
    varying: tuple[tuple[str, str], ...]


def build(folder: Path, count: int, real: Path = REAL) -> Path:
    """Fill ``folder`` with ``count`` articles, unless it holds them already; return it."""
    originals = load_originals(real)
    digest = hashlib.sha256(b"".join(original.data for original in originals)).hexdigest()[:16]
    stamp = folder / "STAMP"
    content = f"{GENERATOR_VERSION} {count} {digest}\n"
    if stamp.is_file() and stamp.read_text("utf-8") == content:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    for number in range(count):
        world, index = divmod(number, len(originals))
        place = folder / f"{number // _FILES_A_FOLDER:03d}"
        if number % _FILES_A_FOLDER == 0:
            place.mkdir(parents=True)
        (place / f"{originals[index].stem}-{world}.md").write_bytes(copy_of(originals[index], world))
    stamp.write_text(content, "utf-8")
    return folder


def load_originals(real: Path = REAL) -> list[Original]:
    """The articles that copies are made of, one for each title: of the real folder, or of the seeds and made ones."""
    if real.is_dir():
        files = {path: path.read_bytes() for path in sorted(real.rglob("*.md")) if path.name != "README.md"}
    else:
        files = {path: path.read_bytes() for path in sorted(SEEDS.glob("*.md"))} | dict(_generated(120))
    chosen: dict[str, tuple[Path, bytes, str, frozenset[str]]] = {}
    for path, data in files.items():
        source = read_text(data)
        if source.rejected:
            continue
        article, _ = parse_article(source.front_matter, source.body, body_start=source.body_start, path=path.name)
        events = frozenset(
            link.target_key
            for infobox in article.infoboxes
            for field in infobox.fields
            if field.name == "partof"
            for link in field.links
            if link.target_key
        )
        known = chosen.get(article.title_key)
        if known is None or len(data) > len(known[1]):
            chosen[article.title_key] = (path, data, article.title, events)
    own = {key.casefold() for key in chosen}.union(*({key.casefold() for key in one[3]} for one in chosen.values()))
    texts = [_marked(data.decode("utf-8", "replace"), title, own) for _, data, title, _ in chosen.values()]
    seen = Counter(word for text in texts for word in set(re.findall(_WORD, text)))
    rare = {word for word, files_with in seen.items() if files_with <= _RARE_IN and word[0].isupper()}
    stems: Counter[str] = Counter()
    originals = []
    for (path, data, _, _), text in zip(chosen.values(), texts, strict=True):
        stems[path.stem] += 1
        stem = path.stem if stems[path.stem] == 1 else f"{path.stem}-{stems[path.stem]}x"
        originals.append(Original(stem, data, *_cut(text, rare)))
    return originals


def copy_of(original: Original, world: int) -> bytes:
    """The bytes of an article in a world."""
    if world == 0:
        return original.data
    name, syllable = _world_name(world), _syllable(world)
    parts = [original.fixed[0]]
    for (kind, text), fixed in zip(original.varying, original.fixed[1:], strict=True):
        if kind == "mark":
            parts.append(f"{name} ")
        elif kind == "word":
            parts.append(f"{text[:2]}{syllable}{text[2:]}")
        elif kind == "date":
            parts.append(f"{_year(int(text[:4]), world)}{text[4:]}")
        else:
            parts.append(_number(text, world))
        parts.append(fixed)
    return "".join(parts).encode("utf-8")


def _marked(text: str, title: str, own: set[str]) -> str:
    """The text with a title of its own, and a mark wherever the name of a world has to stand."""

    def mark(found: re.Match[str]) -> str:
        target = found["field"] or found["path"]
        if target.partition("#")[0].replace("_", " ").strip().casefold() not in own:
            return found[0]
        return (found["open"] or found["body"]) + _MARK + target

    text = _LINK_TARGET.sub(mark, text.removeprefix("\ufeff").replace("\r\n", "\n"))
    line = f"title: {json.dumps(_MARK + title, ensure_ascii=False)}\n"
    head, found, rest = text.removeprefix("---\n").partition("\n---\n")
    if not text.startswith("---\n") or not found:
        return f"---\n{line}---\n{text}"
    return f"---\n{line}{_TITLE_LINE.sub('', head + chr(10))}---\n{rest}"


def _cut(text: str, rare: set[str]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    fixed, varying, end = [], [], 0
    for found in _VARYING.finditer(text):
        kind = str(found.lastgroup)
        if kind == "time" or (kind == "word" and found[0] not in rare):
            continue
        fixed.append(text[end : found.start()])
        varying.append((kind, found[0]))
        end = found.end()
    fixed.append(text[end:])
    return tuple(fixed), tuple(varying)


def _syllable(world: int) -> str:
    letters = ""
    for alphabet in (_CONSONANTS, _VOWELS, _CONSONANTS, _VOWELS):
        world, letter = divmod(world, len(alphabet))
        letters += alphabet[letter]
    return letters


def _world_name(world: int) -> str:
    return f"{_syllable(world).capitalize()}land"


def _year(year: int, world: int) -> int:
    return year - world % 50 if 1900 <= year < 2100 else year


def _number(text: str, world: int) -> str:
    """Another number of the same shape: as many digits, a day of a month for a day, a year for a year."""
    number = int(text.replace(",", ""))
    if number <= 28:
        return str((number - 1 + world) % 28 + 1)
    if number <= 31:
        return text
    if "," not in text and 1900 <= number < 2100:
        return str(_year(number, world))
    low, high = max(32, 10 ** (len(str(number)) - 1)), 10 ** len(str(number))
    other = low + (number - low + 7 * world) % (high - low)
    return f"{other:,}" if "," in text else str(other)


def _generated(count: int) -> Iterator[tuple[Path, bytes]]:
    """Articles put together from the sentences of ``data/generated.yaml``, the same ones every time."""
    words = yaml.safe_load(TEMPLATES.read_text("utf-8"))
    for number in range(count):
        # Not for secrets: the same number has to give the same article.
        chance = random.Random(number)
        place = chance.choice(words["places"]) + chance.choice(words["endings"])
        title = f"Battle of {place} {number}"

        def sentence(kind: str, chance: random.Random = chance, place: str = place) -> str:
            pattern = chance.choice(words[kind])
            for name in re.findall(r"\{(\w+)\}", pattern):
                value = place if name == "place" else str(chance.choice(words["fillers"][name]))
                pattern = pattern.replace(f"{{{name}}}", value, 1)
            return str(pattern)

        front = words["front_matter"].format(
            title=title, day=chance.randint(1, 28), men=chance.randint(30, 9000), place=place
        )
        body = [" ".join(sentence("plain") for _ in range(4))]
        for heading in words["headings"]:
            body.append(f"## {heading}")
            for _ in range(chance.randint(2, 6)):
                kinds = chance.choices(("plain", "claims"), weights=(2, 1), k=chance.randint(3, 8))
                body.append(" ".join(sentence(kind) for kind in kinds))
        text = "\n\n".join(body)
        yield Path(f"battle-{number}.md"), f"---\n{front}---\n\n{text}\n".encode()

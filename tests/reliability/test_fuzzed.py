"""Any bytes: the pipeline raises nothing, offsets cut their text, originals come back, order is of no consequence."""

from __future__ import annotations

import os
import random
import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.database import open_archive
from archive.documents import Document
from archive.export import export_files
from archive.ingestion import ingest
from archive.pipeline import parse_document
from archive.reading.repair import repair_text

HERE = Path(__file__).parent
CORPUS = HERE.parents[2] / "shared" / "corpus"
PIECES = (
    "---\n",
    "title: T\n",
    "infoboxes:\n  - type: military conflict\n    casualties1:\n      text: '",
    "'\n",
    "\n\n",
    "## A\n",
    "The Ministry of Defence of Armenia stated that 10 soldiers were killed on 3 October 2020. ",
    "Azerbaijan denied it. ",
    "[a](B_c#d) ",
    "![a](b.png) ",
    "| a | b |\n|---|---|\n| c | d |\n",
    "- a\n  - b\n",
    "> ",
    "`",
    "<b>",
    "&amp;",
    "Ä±",
    "â€“",
    "É™",
    "\ufeff",
    "\0",
    "\x85",
    "“",
    "”",
    '"',
    "(",
    ")",
    " according to ",
    "Per Armenia: ",
    "3–4 ",
    "1,000 ",
    "km",
    "é",
    "🇦🇿",
)

texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=30).map("".join)
fragments = st.one_of(
    st.binary(max_size=200),
    texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.builds(lambda text: f"---\ntitle: T\nlanguage: en\n---\n{text}".encode("utf-8", "surrogatepass"), texts),
)


def examples(torture: bool, full: int) -> Callable[[Any], Any]:
    return settings(
        max_examples=full if torture else full // 100,
        deadline=None,
        derandomize=not torture,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def check_document(document: Document) -> None:
    """Fail unless every offset of a document cuts what it should."""
    if document.article is None:
        assert [problem for problem in document.problems if problem.level == "error"]
        return
    article = document.article
    for claim in document.claims:
        if claim.section is not None:
            text = article.sections[claim.section].text
        else:
            assert claim.infobox is not None
            assert claim.field is not None
            text = article.infoboxes[claim.infobox].fields[claim.field].text
        assert text[claim.cue_start : claim.cue_end] == claim.cue
        if claim.content is not None and not claim.content_split:
            assert text[claim.char_start : claim.char_end] == claim.content
        if claim.claimant is not None and claim.claimant_start is not None:
            assert text[claim.claimant_start : claim.claimant_end] == claim.claimant


@pytest.mark.promise("Any bytes are read without an exception, and offsets of claims cut their text")
def test_any_bytes_are_read(torture: bool, figures: Any) -> None:
    @given(data=fragments)
    @examples(torture, 10_000)
    def check(data: bytes) -> None:
        check_document(parse_document(data, "folder/file.md"))

    check()
    figures(examples=10_000 if torture else 100)


@pytest.mark.promise("Real articles, cut and spliced at random, likewise")
def test_spliced_articles(torture: bool, figures: Any) -> None:
    seeds = sorted((HERE.parents[1] / "seeds").glob("*.md")) + sorted(CORPUS.rglob("*.md"))[:: 1 if torture else 40]
    chosen = random.Random(9)
    count = 2000 if torture else 20
    for _ in range(count):
        data = bytearray(chosen.choice(seeds).read_bytes()[: chosen.randrange(1, 40_000)])
        for _ in range(chosen.randrange(8)):
            other = chosen.choice(seeds).read_bytes()
            start, length = chosen.randrange(len(other)), chosen.randrange(300)
            place = chosen.randrange(len(data) + 1)
            data[place : place + chosen.choice((0, length))] = other[start : start + length]
        check_document(parse_document(bytes(data), "folder/file.md"))
    figures(articles=count)


@pytest.mark.promise("Repair is idempotent, and leaves sound text alone")
def test_repair_is_idempotent(torture: bool, figures: Any) -> None:
    @given(text=texts)
    @examples(torture, 10_000)
    def check(text: str) -> None:
        repaired = repair_text(text)
        assert repair_text(repaired.text).text == repaired.text
        assert repair_text(text.encode("ascii", "ignore").decode()).repairs == ()

    check()
    figures(examples=10_000 if torture else 100)


@pytest.mark.promise("Any files go in, and come out byte for byte; their order is of no consequence")
def test_any_files_come_back(torture: bool, figures: Any, tools: Any) -> None:
    names = st.text(st.characters(blacklist_characters="/\0", blacklist_categories=["Cs"]), min_size=1, max_size=20)
    folders = st.dictionaries(
        names.map(lambda name: f"{name}.md").filter(lambda name: len(name.encode()) < 200 and name[0] != "."),
        fragments,
        min_size=1,
        max_size=5,
    )

    @given(files=folders, seed=st.integers(0, 100))
    @examples(torture, 300)
    def check(files: dict[str, bytes], seed: int) -> None:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "articles"
            folder.mkdir()
            for name, data in files.items():
                (folder / name).write_bytes(data)
                os.utime(folder / name, (1_600_000_000, 1_600_000_000))
            ingest([folder], Path(place) / "archive.db", workers=1)
            with closing(open_archive(Path(place) / "archive.db")) as connection:
                outcomes = {one.outcome for one in export_files(connection, Path(place) / "out")}
            assert outcomes == {"written"}
            assert sorted(tools.files_below(Path(place) / "out").values()) == sorted(files.values())
            order = sorted(files)
            random.Random(seed).shuffle(order)
            other = Path(place) / "other.db"
            for name in order:
                ingest([folder / name], other, workers=1)
            one, two = (tools.contents_of(Path(place) / name) for name in ("archive.db", "other.db"))
            found = tools.differences(one, two)
            # Several names that differ in case alone are encoded as they come.
            assert [row for row in found if not row.startswith("ingest_errors")] == []

    check()
    figures(folders=300 if torture else 3)


ENTRIES = ("document", "front matter", "repair", "markdown", "infobox", "claims", "originals")


@pytest.mark.promise("A coverage-guided fuzzer (atheris) finds nothing that raises")
@pytest.mark.parametrize("entry", [pytest.param(entry, marks=pytest.mark.fuzzer(entry)) for entry in ENTRIES])
def test_coverage_guided(entry: str, request: pytest.FixtureRequest, tools: Any, torture: bool, figures: Any) -> None:
    if not torture:
        pytest.skip("part of the full run only")
    fuzzers = request.config.stash.get(tools.FUZZERS, {})
    if entry not in fuzzers:
        pytest.skip("needs the extra 'torture'")
    process, place = fuzzers[entry]
    _, status, usage = os.wait4(process.pid, 0)
    log = (place / "log").read_text("utf-8", "replace")
    assert os.waitstatus_to_exitcode(status) == 0, log[-5000:]
    runs = int(re.findall(r"Done (\d+) runs", log)[0])
    measured = f"{runs:,} runs in {tools.FUZZ_SECONDS} s ({usage.ru_utime:.0f} s of a processor)"
    figures(**{entry.replace(" ", "_"): measured})
    shutil.rmtree(place)


# What fuzzers found, cut to what made it fail.
FOUND = {
    "a day zero": "On 0 August 2022 the bridge over the river in the north was destroyed, according to Stigler. "
    "On 1 August 2022 the bridge over the river in the north was destroyed, according to Stigler.\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_what_fuzzers_found(name: str) -> None:
    head = "---\ntitle: T\nlanguage: en\n---\nIt was in the north of the country and is a part of it. "
    document = parse_document((head + FOUND[name]).encode(), "folder/file.md")
    assert document.claims
    check_document(document)

"""Every page of a large archive, as a reader's browser meets it: ``python -m benchmarks.pages``.

Makes an archive of ``--articles`` (see ``benchmarks.worlds``), serves it with ``archive serve``, waits until the server
has read ahead what takes long the first time, and prints a table: each page warm (median of ``--rounds``, by the clock
and by the server's processor time), tables with their facets and as a reader narrows them; then the first page after a
start, twenty readers at once, and what hostile SQL costs in time and memory. ``--database`` measures another archive.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

import httpx
from datasette.utils import tilde_encode

from archive.explore.metadata import load_data
from benchmarks import corpus
from benchmarks.contestants import archive_command
from benchmarks.measuring import remove_database, run
from benchmarks.worlds import multiply

_READERS = 20
_PAGES_A_READER = 6
_STARTS = 5
_PATIENCE = 60.0
# A server that waits for the disk uses little of a processor, but some.
_IDLE_SECONDS = 5
_IDLE_SHARE = 0.02
_LONGEST_READING_AHEAD = 900
# What a page says whose numbers are still being found out.
_COUNTING = ("being counted, once", "facets timed out", "being found out now")

HOSTILE = {
    "zeroblob": "select zeroblob(900000000)",
    "many blobs": "select zeroblob(30000000) from claims",
    "endless recursion": "with recursive a(x) as (select 1 union all select x + 1 from a) select count(*) from a",
    "recursion that keeps rows": "with recursive a(x) as (select 1 union select x + 1 from a) select max(x) from a",
    "joined with itself": "select count(*) from " + ", ".join(f"claims a{number}" for number in range(14)),
    "joined and sorted": "select * from claims a, claims b order by a.sentence || b.sentence",
    "long texts sorted": "select * from sections order by text",
    "longest texts": "select text from sections order by length(text) desc",
    "grouped": "select group_concat(text) from sections group by article_id % 3",
    "one text of all": "select group_concat(text) from sections",
    "distinct": "select count(distinct text || id) from sections",
    "originals": "select data from sqlar order by sz desc",
    "long text made": "select replace(hex(zeroblob(8000000)), '00', 'xxxxxxxxxx')",
    "printf": "select printf('%.*c', 900000000, 'x')",
    "full-text syntax": "select * from sections_fts where sections_fts match '\"'",
    "full-text, all": "select snippet(sections_fts, 1, 0, 0, 0, 64) from sections_fts('the*')",
    "JSON": "select json_group_array(text) from sections",
    "like": "select count(*) from sections where text like '%a%b%c%d%e%f%g%'",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A served archive: where it is, its process, the name of the archive in addresses."""

    address: str
    process_id: int
    name: str

    def processor_seconds(self) -> float:
        """Processor time that the server has used so far (Linux)."""
        fields = Path(f"/proc/{self.process_id}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self, name: str) -> float:
        """Memory of the server: ``VmRSS`` is what it holds now, ``VmHWM`` the most it held (Linux)."""
        for line in Path(f"/proc/{self.process_id}/status").read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) / 1024
        return 0.0


@contextmanager
def served(database: Path) -> Iterator[Server]:
    """Serve an archive while the block runs."""
    words = archive_command("serve", str(database), "--port", "0")
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split(" is at ")[1].split(" ")[0]
        try:
            yield Server(address, process.pid, database.stem)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def addresses_of(database: Path) -> dict[str, str]:
    """The pages to measure, by what is shown: of everything, and of the largest and a middling article and actor."""
    with closing(sqlite3.connect(database)) as connection:

        def one(sql: str) -> Any:
            return connection.execute(sql).fetchone()[0]

        slug = one("SELECT slug FROM articles WHERE id = (SELECT max(id) FROM articles) / 2")
        largest = one(
            "SELECT slug FROM articles JOIN (SELECT article_id FROM claims WHERE article_id < 1000 GROUP BY 1 "
            "ORDER BY count(*) DESC LIMIT 1) ON article_id = id"
        )
        key = one("SELECT key FROM claims WHERE id = (SELECT max(id) FROM claims) / 2")
        often = one(
            "SELECT name_key FROM actors WHERE id = "
            "(SELECT actor_id FROM claim_actors GROUP BY actor_id ORDER BY count(*) DESC LIMIT 1)"
        )
    pages = {
        "home": "home",
        "search, a rare word": "search?q=Lacin",
        "search, a frequent word": "search?q=war",
        "search, a word of everywhere": "search?q=the",
        "search, three words": "search?q=azerbaijan+ministry+defence",
        "search, claims": "search?q=denied&kind=claims",
        "article": f"article/{slug}",
        "article with most claims": f"article/{largest}",
        "claim": f"claim/{key}",
        "most quoted actor": f"actor/{tilde_encode(often)}",
        "timeline": "timeline",
        "timeline of an article": f"timeline?article={largest}",
        "timeline of a stance": "timeline?stance=deny",
        "timeline of a word": "timeline?q=ministry",
        "timeline of an actor": f"timeline?{urlencode({'actor': often})}",
        "timeline of a year": "timeline?from=2014&to=2014",
        "contested": "contested",
        "contested, one kind": "contested?kind=denies",
        "contested, an article": f"contested?article={largest}",
        "casualties": "casualties",
        "casualties of an article": f"casualties?article={largest}",
        "health": "health",
    }
    with closing(sqlite3.connect(database)) as connection:
        views = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")]
    shown = load_data("tables.yaml")
    tables = {
        **{f"table {name}, with its facets": name for name, choices in shown.items() if choices.get("facets")},
        "all tables": "",
        "row of a claim": "claims/5",
        **{f"view {name}": name for name in views},
        "view claim_timeline, an article": f"claim_timeline?article_slug={slug}",
        "query who_is_quoted_most": "who_is_quoted_most",
        "query articles_wanted": "articles_wanted",
        "query articles_with_most_claims": "articles_with_most_claims",
        "facets of claims, another": "claims?_facet=cue",
        "facets of claims that deny": "claims?stance=deny",
        "facets of claims that deny, of a side": "claims?stance=deny&side=1",
        "facets of claims of a year": "claims?date_from__gte=2014&date_from__lt=2015",
        "facets of claims, a search": "claims?_search=ministry",
        "facets of values in km2": "infobox_values?unit=km2",
        "facets of external links": "links?kind=external",
        "facets of sections of a level": "sections?level=3",
        "claims, sorted": "claims?_sort=confidence",
        "view wanted_articles, sorted": "wanted_articles?_sort_desc=article_count",
        "facets of an actor's claims": "claim_actors?actor_id=5&_facet=position",
        "facets of an article's claims": "claims?article_id=5&_facet=stance&_facet=side&_facet_year=date_from",
    }
    return {name: f"-/{page}" for name, page in pages.items()} | tables


def warm(server: Server, pages: dict[str, str], rounds: int) -> list[tuple[str, ...]]:
    """Each page again and again: status, bytes, the first time, the median after it, processor time."""
    rows = []
    with httpx.Client(base_url=f"{server.address}{server.name}/", timeout=_PATIENCE, follow_redirects=True) as client:
        for name, page in pages.items():
            times = []
            used = 0.0
            for number in range(rounds + 1):
                if number == 1:
                    _wait_until_counted(client, page)
                    used = server.processor_seconds()
                started = time.perf_counter()
                answer = client.get(page)
                times.append((time.perf_counter() - started) * 1000)
            used = (server.processor_seconds() - used) / rounds * 1000
            rows.append(
                (name, str(answer.status_code), f"{len(answer.content) / 1000:,.0f}", f"{times[0]:,.0f}",
                 f"{median(times[1:]):,.0f}", f"{used:,.0f}")
            )  # fmt: skip
    return rows


def _wait_until_counted(client: httpx.Client, page: str) -> None:
    """Wait for what is found out once behind a page, so that it is not measured with the pages after it."""
    end = time.monotonic() + _PATIENCE
    while any(said in client.get(page).text for said in _COUNTING) and time.monotonic() < end:
        time.sleep(0.5)


def wait_until_idle(server: Server) -> None:
    """Open the first page, and wait until the server has read ahead what takes long the first time."""
    httpx.get(server.address, timeout=_PATIENCE, follow_redirects=True)
    end = time.monotonic() + _LONGEST_READING_AHEAD
    used, idle = -1.0, 0
    while idle < _IDLE_SECONDS and time.monotonic() < end:
        time.sleep(1)
        now = server.processor_seconds()
        idle = idle + 1 if now - used < _IDLE_SHARE else 0
        used = now


def first_pages(database: Path) -> tuple[float, float]:
    """Seconds from a command to its address, and from there to the first page; medians."""
    starts, pages = [], []
    for _ in range(_STARTS):
        started = time.perf_counter()
        with served(database) as server:
            starts.append(time.perf_counter() - started)
            started = time.perf_counter()
            httpx.get(server.address, timeout=_PATIENCE).raise_for_status()
            pages.append(time.perf_counter() - started)
    return median(starts), median(pages)


def readers(server: Server, pages: dict[str, str]) -> tuple[float, float, int]:
    """Seconds that a page takes while twenty readers open one after another: the median, the slowest; refusals."""
    times: list[float] = []
    refused: list[str] = []
    chosen = [page for page in pages.values() if page.startswith("-/")]

    async def reader(client: httpx.AsyncClient, number: int) -> None:
        chance = random.Random(number)
        for _ in range(_PAGES_A_READER):
            started = time.perf_counter()
            page = chance.choice(chosen)
            if (await client.get(page)).is_error:
                refused.append(page)
            times.append(time.perf_counter() - started)

    async def all_readers() -> None:
        address = f"{server.address}{server.name}/"
        async with httpx.AsyncClient(base_url=address, timeout=_PATIENCE, limits=httpx.Limits()) as client:
            await asyncio.gather(*(reader(client, number) for number in range(_READERS)))

    asyncio.run(all_readers())
    return median(times), max(times), len(refused)


def hostile(server: Server) -> list[tuple[str, ...]]:
    """Each statement, one after another on one server: status, seconds, memory held more than before the first."""
    rows = []
    before = server.memory_mb("VmRSS")
    with httpx.Client(timeout=_PATIENCE) as client:
        for name, sql in HOSTILE.items():
            started = time.perf_counter()
            answer = client.get(f"{server.address}{server.name}", params={"sql": sql})
            seconds = time.perf_counter() - started
            more = server.memory_mb("VmHWM") - before
            rows.append(
                (name, str(answer.status_code), f"{len(answer.content) / 1000:,.0f}", f"{seconds:.2f}", f"{more:,.0f}")
            )
    return rows


def main() -> None:
    """Make the archive, unless it is there; measure; print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cache", type=Path, default=corpus.ROOT / ".bench")
    parser.add_argument("--database", type=Path, help="measure this archive instead")
    arguments = parser.parse_args()
    database = arguments.database or _made(arguments.cache.resolve(), arguments.articles)
    with closing(sqlite3.connect(database)) as connection:
        counts = [
            f"{connection.execute(f'SELECT count(*) FROM {name}').fetchone()[0]:,} {name}"
            for name in ("articles", "infobox_fields", "sections", "claims", "links", "claim_relations")
        ]
    print(f"{', '.join(counts)}; {database.stat().st_size / 1e9:.1f} GB; load {os.getloadavg()[0]:.1f}\n")
    start, first = first_pages(database)
    print(f"From the command to the address {start:.2f} s, from there to the first page {first:.2f} s.\n")
    pages = addresses_of(database)
    with served(database) as server:
        started = time.perf_counter()
        wait_until_idle(server)
        print(f"Read ahead after the first page: {time.perf_counter() - started - _IDLE_SECONDS:.0f} s.\n")
        _print(("page", "status", "kB", "first ms", "ms", "processor ms"), warm(server, pages, arguments.rounds))
        middle, slowest, refused = readers(server, pages)
        print(f"\n{_READERS} readers at once: median {middle:.2f} s, slowest {slowest:.2f} s; {refused} refused.\n")
    with served(database) as server:
        wait_until_idle(server)
        _print(("statement", "status", "kB", "s", "MB more, so far"), hostile(server))


def _made(cache: Path, articles: int) -> Path:
    target = cache / f"pages-{articles}.db"
    if not target.exists():
        cache.mkdir(parents=True, exist_ok=True)
        base = cache / "pages-base.db"
        remove_database(base)
        folder = corpus.build(cache / "corpus-base", len(corpus.load_originals()))
        run(archive_command("ingest", str(folder), "--db", str(base)), allowed=(0, 1))
        multiply(base, target, articles)
    return target


def _print(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    for line in (head, ("---",) * len(head), *rows):
        print(f"| {' | '.join(line)} |", flush=True)


if __name__ == "__main__":
    main()

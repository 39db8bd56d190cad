#!/usr/bin/env python3
"""Write the figures of docs/claims.md anew: the gold's scores, the peers', and how stances are told apart.

    claims_page.py [--page docs/claims.md] [--cache FOLDER] [--without-peers]

Everything between ``<!-- figures -->`` and ``<!-- /figures -->`` is replaced. Nothing of the unseen passages is
printed but these sums.
"""

from __future__ import annotations

import argparse
import collections
import pathlib
from typing import Any, get_args

from claims_peers import CACHE, comparison
from claims_table import passage_rows, table
from gold import GOLD, load_scorer, of_part

from archive.documents import Stance

ROOT = pathlib.Path(__file__).resolve().parents[1]
PASSAGES = GOLD / "claims.dev.jsonl"
SEED = GOLD / "lachin-offensive.claims.yaml"
ARTICLE = GOLD.parent / "seeds" / "lachin-offensive.md"
START, END = "<!-- figures -->", "<!-- /figures -->"
STANCES = get_args(Stance)
TITLES = {"development": "Development: rules were written on these", "unseen": "Unseen: no rule was written for these"}


def confusion(parts: tuple[str, ...]) -> str:
    """How often claims of each gold stance were given each stance, for each part, as Markdown."""
    scorer = load_scorer()
    pairs: dict[str, collections.Counter[tuple[str, str]]] = {}
    for part in parts:
        passages: list[dict[str, Any]] = of_part(scorer.read_gold(PASSAGES), part)
        found = passage_rows(scorer, passages)
        pairs[part] = collections.Counter(
            (passage["claims"][i]["stance"], found[passage["id"]][j]["stance"])
            for passage in passages
            for i, j, _ in scorer.match(passage["claims"], found.get(passage["id"], []))
        )
    lines = ["| gold ↓ found → | " + " | ".join(STANCES) + " |", "|---" * (len(STANCES) + 1) + "|"]
    for gold in STANCES:
        cells = [" + ".join(str(pairs[part][gold, found]) for part in parts) for found in STANCES]
        lines.append(f"| {gold} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def figures(cache: pathlib.Path, *, with_peers: bool) -> str:
    """All tables, each under a line that says what it is."""
    parts = tuple(TITLES)
    written = [f"{TITLES[part]}.\n\n```text\n{table(PASSAGES, part)}```" for part in parts]
    written.append(f"The seed.\n\n```text\n{table(SEED, article=ARTICLE)}```")
    if with_peers:
        written += [f"Peers, {part}.\n\n{comparison(PASSAGES, part, cache)}" for part in parts]
    written.append(f"Stances of the claims that match by content, {' + '.join(parts)}.\n\n{confusion(parts)}")
    return "\n\n".join(written)


def main() -> None:
    """Replace the figures of the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", type=pathlib.Path, default=ROOT / "docs" / "claims.md")
    parser.add_argument("--cache", type=pathlib.Path, default=CACHE)
    parser.add_argument("--without-peers", action="store_true")
    arguments = parser.parse_args()
    before, _, rest = arguments.page.read_text("utf-8").partition(START)
    _, _, after = rest.partition(END)
    written = figures(arguments.cache.resolve(), with_peers=not arguments.without_peers)
    arguments.page.write_text(f"{before}{START}\n\n{written}\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The gold scorer's table without a database: every stage runs in this process, so that a change shows at once.

    claims_table.py GOLD.jsonl [--part PART] [--misses N]    the table of shared/gold/score.py
    claims_table.py GOLD.yaml --article FILE
    claims_table.py GOLD.jsonl --write-confidence            archive/claims/data/confidence.yaml from these figures

PART is all, development, or unseen (benchmarks/gold.py); nobody asks for the misses of the unseen part.

The scorer is the gold's own file, found beside the project; only its ingest is replaced.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import io
import pathlib
import sys
import tempfile
import types
from typing import Any

import yaml
from gold import PARTS, load_scorer, of_part

from archive.claims import extract_document_claims
from archive.pipeline import parse_document

CONFIDENCE = pathlib.Path(__file__).resolve().parents[1] / "archive" / "claims" / "data" / "confidence.yaml"
HEAD = """# Rule → the share of its rows that were right on the development gold, smoothed: (right + 1) / (rows + 2).
# Made by: python benchmarks/claims_table.py ../shared/gold/claims.dev.jsonl --write-confidence; do not edit.
"""


def rows(folder: pathlib.Path) -> dict[str, list[dict[str, Any]]]:
    """The claims of every article in ``folder``, as the scorer reads them from a database."""
    found: dict[str, list[dict[str, Any]]] = {}
    number = 0
    for path in sorted(folder.glob("*.md")):
        article = parse_document(path.read_bytes(), f"articles/{path.name}").article
        if article is None:
            continue
        claims, relations = extract_document_claims(article)
        first = number
        listed = []
        for claim in claims:
            row = claim._asdict()
            row["id"] = number
            row["quantities"] = [(q.value_min, q.value_max) for q in claim.quantities]
            row["answers"] = {
                first + relation.other_claim
                for relation in relations
                if relation.claim == claim.position and relation.kind in {"denies", "contradicts"}
            }
            listed.append(row)
            number += 1
        found[article.title.removeprefix("Passage ")] = listed
    return found


def passage_rows(scorer: types.ModuleType, passages: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The claims found in each passage, which becomes an article in the way of the scorer."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        for passage in passages:
            scorer.write_article(folder, passage)
        return rows(folder)


def confidences(scorer: types.ModuleType, passages: list[dict[str, Any]]) -> dict[str, float]:
    """For each rule, how many of its rows matched a gold claim."""
    right: collections.Counter[str] = collections.Counter()
    seen: collections.Counter[str] = collections.Counter()
    found = passage_rows(scorer, passages)
    for passage in passages:
        claims = found.get(passage["id"], [])
        seen.update(claim["rule"] for claim in claims)
        right.update(claims[j]["rule"] for _, j, _ in scorer.match(passage["claims"], claims))
    return {rule: round((right[rule] + 1) / (seen[rule] + 2), 3) for rule in sorted(seen)}


def table(gold: pathlib.Path, part: str = "all", article: pathlib.Path | None = None, misses: int = 0) -> str:
    """The scorer's table of one part of a gold file, or of one whole ``article``."""
    scorer = load_scorer()
    read_gold = scorer.read_gold
    scorer.read_gold = lambda path: of_part(read_gold(path), part)
    scorer.subprocess = types.SimpleNamespace(run=lambda *_, **__: None, DEVNULL=None)
    scorer.found_claims = lambda database: _by_title(rows(database.parent / "articles"), gold, article)
    sys.argv = [str(scorer.__file__), str(gold), "--misses", str(misses)]
    if article:
        sys.argv += ["--article", str(article)]
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        scorer.main()
    return output.getvalue()


def _by_title(
    found: dict[str, list[dict[str, Any]]], gold: pathlib.Path, article: pathlib.Path | None
) -> dict[str, list[dict[str, Any]]]:
    """The rows under the title that the scorer asks for: the article of a YAML gold has one file only."""
    if article and len(found) == 1:
        title = yaml.safe_load(gold.read_text("utf-8"))["article"]
        return {title: next(iter(found.values()))}
    return found


def main() -> None:
    """Print the table or write the confidences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=pathlib.Path)
    parser.add_argument("--part", choices=PARTS, default="all")
    parser.add_argument("--article", type=pathlib.Path)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--write-confidence", action="store_true")
    arguments = parser.parse_args()
    if arguments.write_confidence:
        scorer = load_scorer()
        written = yaml.safe_dump(confidences(scorer, scorer.read_gold(arguments.gold)), sort_keys=True)
        CONFIDENCE.write_text(HEAD + written, "utf-8")
        return
    print(table(arguments.gold, arguments.part, arguments.article, arguments.misses), end="")


if __name__ == "__main__":
    main()

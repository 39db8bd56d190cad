#!/usr/bin/env python3
"""The archive beside its peers on the same passages in the same run, scored with the gold's own matching.

    claims_peers.py GOLD.jsonl [--part development] [--cache FOLDER]

The peers are a spaCy dependency baseline and textacy's direct quotations; they run in an environment of their own under
the cache folder, the one of ``python -m benchmarks``. Prints F1 by content, and joint with the claimant, for each kind
of passage.
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
import subprocess
import tempfile
from types import ModuleType
from typing import Any

from claims_table import passage_rows
from contestants import SCRIPTS, python_environment
from gold import PARTS, load_scorer, of_part

CACHE = pathlib.Path(__file__).resolve().parents[1] / ".bench"
PEERS = {"spaCy dependencies": "spacy_claims.py", "textacy quotations": "textacy_quotations.py"}

Rows = dict[str, list[dict[str, Any]]]


def peer_rows(python: pathlib.Path, script: str, passages: list[dict[str, Any]]) -> Rows:
    """The claims that a peer's script finds in each passage."""
    with tempfile.TemporaryDirectory() as temporary:
        texts = pathlib.Path(temporary) / "texts.json"
        texts.write_text(json.dumps([passage["text"] for passage in passages]), "utf-8")
        words = [str(python), str(SCRIPTS / script), str(texts), "--rows"]
        answer = subprocess.run(words, check=True, capture_output=True, text=True)
    found = json.loads(answer.stdout)["rows"]
    return {passage["id"]: rows for passage, rows in zip(passages, found, strict=True)}


def counts(scorer: ModuleType, passages: list[dict[str, Any]], found: Rows) -> dict[str, collections.Counter[str]]:
    """How many claims of each kind of passage there are, were found, match by content, and by claimant as well."""
    table: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for passage in passages:
        gold, claims = passage["claims"], found.get(passage["id"], [])
        for count in (table[passage["kind"]], table["all"]):
            count.update(gold=len(gold), found=len(claims))
            for i, j, _ in scorer.match(gold, claims):
                count.update(soft=1, joint=scorer.same_claimant(gold[i]["claimant"], claims[j]["claimant"]))
    return table


def comparison(gold: pathlib.Path, part: str, cache: pathlib.Path) -> str:
    """The table of all contestants, as Markdown; SystemExit where the peers cannot be had."""
    scorer = load_scorer()
    passages = of_part(scorer.read_gold(gold), part)
    cache.mkdir(parents=True, exist_ok=True)
    python = python_environment(cache)
    if python is None:
        raise SystemExit("the peers cannot be installed here")
    found = {"archive": passage_rows(scorer, passages)}
    found |= {name: peer_rows(python, script, passages) for name, script in PEERS.items()}
    scored = {name: counts(scorer, passages, rows) for name, rows in found.items()}
    kinds = [*dict.fromkeys(passage["kind"] for passage in passages), "all"]
    lines = ["| F1 by content / joint | " + " | ".join(kinds) + " |", "|---" * (len(kinds) + 1) + "|"]
    for name, table in scored.items():
        cells = []
        for kind in kinds:
            c = table[kind]
            soft, joint = (scorer.f1(c[which], c["found"], c["gold"]) for which in ("soft", "joint"))
            cells.append(f"{soft:.3f} / {joint:.3f}")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Print the comparison for the gold file that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=pathlib.Path)
    parser.add_argument("--part", choices=PARTS, default="all")
    parser.add_argument("--cache", type=pathlib.Path, default=CACHE)
    arguments = parser.parse_args()
    print(comparison(arguments.gold, arguments.part, arguments.cache.resolve()))


if __name__ == "__main__":
    main()

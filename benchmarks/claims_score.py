#!/usr/bin/env python3
"""Score the prose attributions on a gold file of passages, in this process: quick feedback while rules change.

    claims_score.py GOLD.jsonl [--part development] [--misses]

Prints the same columns as the gold's own ``score.py`` for what prose rules decide (claim, exact, joint, stance),
with that file's own matching; exits with a message where it is not beside the project.
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
import sys
from types import ModuleType
from typing import Any

from gold import PARTS, load_scorer, of_part

from archive.claims.attribution import find_attributions


def attributions(text: str) -> list[dict[str, Any]]:
    """The attributions of a text, as rows of the shape that the scorer compares."""
    return [
        {
            "claimant": None if a.claimant_start is None else text[a.claimant_start : a.claimant_end],
            "cue": text[a.cue_start : a.cue_end],
            "content": " ".join(text[b:e] for b, e in a.parts) or None,
            "stance": a.stance,
            "quote": a.quote,
            "rule": a.rule,
            "sentence": text[a.sentence_start : a.sentence_end],
        }
        for a in find_attributions(text)
    ]


class Tally:
    """Counts of one gold file, by kind of passage and by rule, and the lines that explain what went wrong."""

    def __init__(self, scorer: ModuleType) -> None:
        self.scorer = scorer
        self.table: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
        self.stances: dict[str, list[tuple[str, str]]] = collections.defaultdict(list)
        self.rules: collections.Counter[str] = collections.Counter()
        self.right: collections.Counter[str] = collections.Counter()
        self.lines: list[str] = []

    def note(self, label: str, passage: str, *facts: object) -> None:
        """Remember one thing that went wrong."""
        self.lines.append(f"{label:9}{passage}: " + " | ".join(str(fact) for fact in facts))

    def add(self, passage: dict[str, Any]) -> None:
        """Compare the attributions of one passage with its gold claims."""
        gold, found, name = passage["claims"], attributions(passage["text"]), passage["id"]
        matched = self.scorer.match(gold, found)
        count = self.table[passage["kind"]]
        count["gold"] += len(gold)
        count["found"] += len(found)
        for i, j, score in matched:
            wanted, got = gold[i], found[j]
            joint = self.scorer.same_claimant(wanted["claimant"], got["claimant"])
            count.update(soft=1, exact=score >= 0.8, joint=joint)
            self.stances[passage["kind"]].append((wanted["stance"], got["stance"]))
            if not joint:
                self.note("CLAIMANT", name, wanted["claimant"], got["claimant"], got["rule"])
            if wanted["stance"] != got["stance"]:
                self.note("STANCE", name, wanted["stance"], got["stance"], got["cue"])
            if score < 0.8:
                self.note("LOOSE", name, self.scorer.gold_content(wanted), got["content"], got["rule"])
        hits = {j for _, j, _ in matched}
        for i in set(range(len(gold))) - {i for i, _, _ in matched}:
            self.note("MISSED", name, gold[i]["claimant"], gold[i]["cue"], self.scorer.gold_content(gold[i]))
        for j, claim in enumerate(found):
            self.rules[claim["rule"]] += 1
            self.right[claim["rule"]] += j in hits
            if j not in hits:
                self.note("SPURIOUS", name, claim["claimant"], claim["cue"], claim["content"], claim["rule"])

    def print(self) -> None:
        """One row per kind of passage and one for all."""
        ratio, f1 = self.scorer.ratio, self.scorer.f1
        for kind in list(self.table):
            self.table["all"].update(self.table[kind])
            self.stances["all"] += self.stances[kind]
        print(f"{'kind':10}{'gold':>6}{'found':>6}   prec    rec     F1  exact  joint stance")
        for kind, c in self.table.items():
            scores = [f1(c[name], c["found"], c["gold"]) for name in ("soft", "exact", "joint")]
            print(
                f"{kind:10}{c['gold']:6}{c['found']:6} {ratio(c['soft'], c['found'])} {ratio(c['soft'], c['gold'])} "
                + " ".join(f"{score:6.3f}" for score in scores)
                + f" {self.scorer.macro_f1(self.stances[kind])}"
            )


def main() -> None:
    """Score the gold file that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=pathlib.Path)
    parser.add_argument("--part", choices=PARTS, default="all", help="see benchmarks/gold.py")
    parser.add_argument("--misses", action="store_true", help="explain every wrong claim, and count by rule")
    args = parser.parse_args()
    tally = Tally(load_scorer())
    passages = [json.loads(line) for line in args.gold.read_text("utf-8").splitlines()]
    for passage in of_part(passages, args.part):
        if passage["kind"] != "infobox":
            tally.add(passage)
    if args.misses:
        print("\n".join(tally.lines))
        for rule, total in tally.rules.most_common():
            print(f"{rule:26}{tally.right[rule]:4}/{total}")
    tally.print()


if __name__ == "__main__":
    sys.exit(main())

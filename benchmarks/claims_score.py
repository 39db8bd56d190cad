#!/usr/bin/env python3
"""Score the prose attributions on a gold file of passages, in this process: quick feedback while rules change.

    claims_score.py GOLD.jsonl [--misses]

Prints the same columns as the gold's own ``score.py`` for what prose rules decide (claim, exact, joint, stance),
with that file's own matching; exits with a message where it is not beside the project.
"""

from __future__ import annotations

import argparse
import collections
import importlib.util
import json
import pathlib
import sys
from types import ModuleType
from typing import Any

from archive.claims.attribution import find_attributions

SCORER = pathlib.Path(__file__).resolve().parents[2] / "shared" / "gold" / "score.py"


def load_scorer() -> ModuleType:
    """The gold's scorer as a module; SystemExit where it is missing."""
    if not SCORER.exists():
        raise SystemExit("the scorer is not beside the project")
    spec = importlib.util.spec_from_file_location("gold_score", SCORER)
    if spec is None or spec.loader is None:
        raise SystemExit("the scorer cannot be read")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=pathlib.Path)
    parser.add_argument(
        "--misses",
        action="store_true",
        help="print every missed and spurious claim, and every wrong claimant or stance",
    )
    args = parser.parse_args()
    scorer = load_scorer()
    table: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    stances: dict[str, list[tuple[str, str]]] = collections.defaultdict(list)
    rules: collections.Counter[str] = collections.Counter()
    right: collections.Counter[str] = collections.Counter()
    for line in args.gold.read_text("utf-8").splitlines():
        passage = json.loads(line)
        if passage["kind"] == "infobox":
            continue
        gold, found, kind = passage["claims"], attributions(passage["text"]), passage["kind"]
        matched = scorer.match(gold, found)
        count = table[kind]
        count["gold"] += len(gold)
        count["found"] += len(found)
        position = {i: j for i, j, _ in matched}
        hit = {j for _, j, _ in matched}
        for j, claim in enumerate(found):
            rules[claim["rule"]] += 1
            right[claim["rule"]] += j in hit
        for i, j, score in matched:
            count["soft"] += 1
            count["exact"] += score >= 0.8
            joint = scorer.same_claimant(gold[i]["claimant"], found[j]["claimant"])
            count["joint"] += joint
            stances[kind].append((gold[i]["stance"], found[j]["stance"]))
            if args.misses and not joint:
                print(
                    f"CLAIMANT {passage['id']}: gold {gold[i]['claimant']!r} found {found[j]['claimant']!r} [{found[j]['rule']}]"
                )
            if args.misses and gold[i]["stance"] != found[j]["stance"]:
                print(
                    f"STANCE   {passage['id']}: gold {gold[i]['stance']} found {found[j]['stance']} {found[j]['cue']}"
                )
            if args.misses and score < 0.8:
                print(
                    f"LOOSE    {passage['id']}: {score:.2f}\n     gold  {scorer.gold_content(gold[i])!r}\n     found {found[j]['content']!r} [{found[j]['rule']}]"
                )
        if args.misses:
            for i, claim in enumerate(gold):
                if i not in position:
                    print(
                        f"MISSED   {passage['id']}: {claim['claimant']!r} {claim['cue']!r} {scorer.gold_content(claim)!r}"
                    )
            for j, claim in enumerate(found):
                if j not in hit:
                    print(
                        f"SPURIOUS {passage['id']}: {claim['claimant']!r} {claim['cue']!r} {claim['content']!r} [{claim['rule']}]"
                    )
    for kind in list(table):
        table["all"].update(table[kind])
        stances["all"] += stances[kind]
    print(f"{'kind':10}{'gold':>6}{'found':>6}   prec    rec     F1  exact  joint stance")
    for kind, c in table.items():
        print(
            f"{kind:10}{c['gold']:6}{c['found']:6} {scorer.ratio(c['soft'], c['found'])} {scorer.ratio(c['soft'], c['gold'])}"
            f" {scorer.f1(c['soft'], c['found'], c['gold']):6.3f} {scorer.f1(c['exact'], c['found'], c['gold']):6.3f}"
            f" {scorer.f1(c['joint'], c['found'], c['gold']):6.3f} {scorer.macro_f1(stances[kind])}"
        )
    if args.misses:
        for rule, total in rules.most_common():
            print(f"{rule:26}{right[rule]:4}/{total}")


if __name__ == "__main__":
    sys.exit(main())

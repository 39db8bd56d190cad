"""Claims of a whole article: order, offsets, languages, the public functions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archive
from archive.claims import extract_document_claims
from archive.claims.extraction import summary
from archive.documents import Article, Claim, Field, Infobox, Section


def article(*texts: str, language: str | None = "en", fields: tuple[Field, ...] = ()) -> Article:
    sections = tuple(
        Section(
            index,
            None,
            min(index, 1),
            f"Part {index}" if index else "",
            f"Part {index}" if index else "",
            "",
            text,
            "",
            0,
            0,
            0,
        )
        for index, text in enumerate(texts)
    )
    boxes = (Infobox(0, None, fields),) if fields else ()
    words = sum(len(text.split()) for text in texts)
    return Article(
        "A battle", "A battle", language, None, None, None, None, None, None, None, "{}", words, boxes, sections
    )


def holds(where: Article, claim: Claim) -> None:
    """Every offset cuts its text."""
    if claim.section is not None:
        text = where.sections[claim.section].text
    else:
        assert claim.infobox is not None
        assert claim.field is not None
        text = where.infoboxes[claim.infobox].fields[claim.field].text
    assert text[claim.cue_start : claim.cue_end] == claim.cue
    if claim.claimant is not None:
        assert text[claim.claimant_start : claim.claimant_end] == claim.claimant
    if claim.content is None:
        assert (claim.char_start, claim.char_end) == (claim.cue_start, claim.cue_end)
    elif not claim.content_split:
        assert text[claim.char_start : claim.char_end] == claim.content
    assert claim.summary
    assert claim.sentence
    assert (claim.date_from is None) == (claim.date_basis == "none")


BOX = (
    Field(0, "combatant1", "combatant", 1, None, "🇺🇦 Ukraine", None, None),
    Field(1, "combatant2", "combatant", 2, None, "🇷🇺 Russia", None, None),
    Field(2, "casualties2", "casualties", 2, None, "Per Ukraine:\n52 soldiers killed (by 10 May)", None, None),
    Field(3, "result", None, None, None, "Ukrainian victory\n* Ukraine claims to hold the town of Lyman", None, None),
    Field(4, "date", None, None, None, "1 – 12 May 2022", None, None),
)


def test_sections_come_before_fields_and_positions_count() -> None:
    where = article("Russia said that the town fell.", "Ukraine denied this.", fields=BOX)
    claims, _ = extract_document_claims(where)
    assert [(claim.position, claim.section, claim.field) for claim in claims] == [
        (0, 0, None),
        (1, 1, None),
        (2, None, 2),
        (3, None, 3),
    ]
    for claim in claims:
        holds(where, claim)


def test_a_line_of_a_box_has_figures_side_and_the_date_of_its_note() -> None:
    claims, _ = extract_document_claims(article(fields=BOX))
    first = claims[0]
    assert (first.claimant, first.side, first.content) == ("Ukraine", 1, "52 soldiers killed (by 10 May)")
    assert [(q.value_min, q.unit, q.kind, q.about_side) for q in first.quantities] == [(52, "soldiers", "killed", 2)]
    assert (first.date_from, first.date_basis) == ("2022-05-10", "explicit")


def test_whose_loss_a_figure_in_prose_is() -> None:
    where = article(
        "Ukraine said that 30 Russian soldiers were killed. Russia said that two of its tanks were destroyed.",
        fields=BOX[:2],
    )
    claims, _ = extract_document_claims(where)
    assert [[q.about_side for q in claim.quantities] for claim in claims] == [[2], [2]]


def test_a_pronoun_is_the_speaker_before_with_nobody_in_between() -> None:
    (first, second), _ = extract_document_claims(
        article("Mayor Ivan Fedorov said that the town held. He added that help was near.")
    )
    assert [actor.name for actor in second.actors] == [actor.name for actor in first.actors] == ["Ivan Fedorov"]


def test_a_pronoun_with_somebody_in_between_is_nobody() -> None:
    text = "Mayor Ivan Fedorov said that the town held with Oleh Petrenko. He added that help was near."
    claims, _ = extract_document_claims(article(text))
    assert claims[1].actors == ()


def test_a_denial_is_tied_to_what_it_denies() -> None:
    claims, relations = extract_document_claims(article("Russia said that the town fell. Ukraine denied this claim."))
    assert [(r.kind, r.claim, r.other_claim) for r in relations] == [("denies", 1, 0)]
    assert claims[1].content is None


@pytest.mark.parametrize("language", ["de", "fr", None])
def test_another_language_has_no_claims(language: str | None) -> None:
    text = "Russia said that the town fell. " * 200
    assert extract_document_claims(article(text, language=language)) == ((), ())


def test_a_short_text_of_unknown_language_is_read() -> None:
    assert len(extract_document_claims(article("Russia said that the town fell.", language=None))[0]) == 1


def test_an_article_of_nothing_has_no_claims() -> None:
    assert extract_document_claims(article()) == ((), ())


def test_a_summary_is_never_empty() -> None:
    assert summary(None, "reported", None) == "Unattributed, reported"
    assert summary("A", "said", "b\n c") == "A, said: b c"
    assert len(summary("A", "said", "word " * 100)) < 200


def test_the_public_function_reads_markdown_with_a_date() -> None:
    (claim,) = archive.extract_claims(
        "# A battle\n\nOn 5 May, the Ukrainian army said that **30** soldiers died.", date="2022"
    )
    assert (claim.claimant, claim.content, claim.date_from) == ("Ukrainian army", "30 soldiers died", "2022-05-05")


PIECES = (
    *("Russia said that ", "the town fell on 5 May. ", "Ukraine denied this. ", "According to SOHR, 30 soldiers died"),
    *(", while ", "he ", "“We won", "” ", "(per Ukraine) ", "\n\n", "Per Russia: 3 killed\n", "reportedly ", "x" * 50),
    *("İ", "\ud83c", "\x00", "On Monday, "),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_text_gives_claims_that_cut_their_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    where = article(text, fields=(*BOX[:2], Field(2, "casualties1", "casualties", 1, None, text, None, None)))
    claims, relations = extract_document_claims(where)
    for claim in claims:
        holds(where, claim)
    for relation in relations:
        assert relation.claim != relation.other_claim
        assert max(relation.claim, relation.other_claim) < len(claims)


def test_the_month_of_a_report_is_when_it_says_so() -> None:
    claims = archive.extract_claims(
        "On 5 May 2014, it began. According to a guild report from May 2016, the town held.", title="A battle"
    )
    assert [(claim.date_from, claim.date_basis) for claim in claims] == [("2016-05", "explicit")]

"""Views set against views: earlier and later ones, those of some and of others, doubts, and what is taken back."""

from __future__ import annotations

import pytest

from archive.claims import extract_document_claims
from archive.documents import Article, Section


def opposed(text: str) -> list[str]:
    """The bases of every contested pair of ``text``."""
    section = Section(0, None, 0, "", "", "", text, "", 0, 0, 0)
    document = Article("Weaving", "Weaving", "en", None, None, None, None, None, None, None, "{}", 50, (), (section,))
    _, relations = extract_document_claims(document)
    return [relation.basis for relation in relations if relation.kind in ("denies", "contradicts")]


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        (
            "The bones were originally thought to be those of a bear, but are now thought to be those of a seal.",
            "the text says that the other was held before",
        ),
        (
            "Some view the loom as a tool of the poor. Others consider the loom to be a toy of the rich.",
            "it is what others hold: “Others”",
        ),
        (
            "Most scholars argue that the word derives from Norse while some others claim that it derives from Latin.",
            "it is what others hold: “some others”",
        ),
        (
            "Holm argued that looms made the village rich. However, critics argue that it was the wool trade.",
            "the text sets it against the claim before: “however”",
        ),
        (
            (
                "According to Anna Holm, the loom was made in Oslo. Berg expressed some doubt regarding Holm's view, "
                "arguing that caution is needed."
            ),
            "its speaker doubts it",
        ),
        (
            "Berg claimed that he had won by luck, but later said that he had cheated.",
            "its speaker says otherwise afterwards",
        ),
    ],
)
def test_views_set_against_each_other_contradict(text: str, basis: str) -> None:
    assert opposed(text) == [basis]


@pytest.mark.parametrize(
    "text",
    [
        # Reports of some and others stand together.
        "Some residents reported that the looms had burned, others reported that the barns had burned.",
        # Of two things.
        "Some view the loom as a tool of the poor. Others consider goats to be clever.",
        # A later figure is no other account.
        "Initially the guild reported that 12 looms had burned. Later the guild reported that 30 looms had burned.",
        "Berg claimed that he had won by luck and later said that he had trained for years.",
    ],
)
def test_views_that_stand_together_do_not_contradict(text: str) -> None:
    assert opposed(text) == []

"""What opposes what in running text: the pairs that a careful reader makes, and those that he does not."""

from __future__ import annotations

import pytest

from archive.claims import extract_document_claims
from archive.documents import Article, Section


def opposed(text: str) -> list[tuple[str, str, str]]:
    """Kind, cue of the one who opposes and cue of the other, of every contested pair of ``text``."""
    section = Section(0, None, 0, "", "", "", text, "", 0, 0, 0)
    document = Article(
        "A war", "A war", "en", None, None, None, None, None, None, None, "{}", len(text.split()), (), (section,)
    )
    claims, relations = extract_document_claims(document)
    return [
        (relation.kind, claims[relation.claim].cue, claims[relation.other_claim].cue)
        for relation in relations
        if relation.kind in ("denies", "contradicts")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The army said that the bridge had been captured. However, the mayor stated that the bridge was still held.",
        "The army said that the bridge had been captured, but the mayor stated that it was still in rebel hands.",
        "Some reported that the depot was a fuel store, while others reported that it was an arms store.",
    ],
)
def test_accounts_that_the_text_sets_against_each_other_contradict(text: str) -> None:
    assert [kind for kind, _, _ in opposed(text)] == ["contradicts"]


@pytest.mark.parametrize(
    "text",
    [
        # Something stands between the two.
        (
            "The army said that the bridge had been captured. Shops closed early that week. "
            "However, the mayor stated that the bridge was narrow."
        ),
        # The contrast is of another clause than the claim's.
        (
            "The army said that the bridge had been captured. However, a long and careful study of old maps of it "
            "revealed that the mayor had stated that the bridge was narrow."
        ),
        # Another year.
        (
            "In May 2014, the army said that the bridge had been captured. However, in June 2015 the mayor stated that "
            "the bridge had been rebuilt."
        ),
        # Plans.
        "The ministry said that it would send ships to the harbour, but the navy said that planes would fly too.",
        (
            "The ministry announced that the ships would leave the harbour, although the admiral said that the ships "
            "were in the harbour."
        ),
        # Judgements.
        (
            "Farmers criticised the reform for raising the price of bread. However, traders criticised the reform for "
            "lowering the price of bread."
        ),
        # Each tells of himself.
        "About half of the residents considered themselves Danes, while others considered themselves Frisians.",
        # Two accounts that stand together.
        (
            "The hospital reported that nurses had been beaten, while the embassy said that nurses of the hospital "
            "had been beaten too."
        ),
        # Both tell of the same agreement.
        (
            "Shortly after the truce, the president of Freedonia admitted that the truce was signed; the Sylvanian "
            "prime minister announced that the truce was painful. However, fighting went on, with both sides accusing "
            "each other of breaking the truce."
        ),
    ],
)
def test_accounts_that_agree_or_speak_of_different_things_do_not_contradict(text: str) -> None:
    assert opposed(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The ministry said that the dam was safe. Critics rejected claims that the election would be delayed.",
        "The police said that they had not verified his death. State media dismissed claims of his death.",
        "The station reported that the bangs were not explosions. The army denied the reports.",
        (
            "On 10 February, the observatory said that planes had attacked the base.\n\n"
            "In April, the embassy denied launching any attack on the base."
        ),
        (
            "On 3 March 2013, the radio reported that the town had fallen. On 23 June 2013, the rebels denied that the "
            "town had fallen."
        ),
        "Officials denied it and a clerk said that the film was old.",
        "The agency reported that the siege went on. A reporter also posted denial by a commander of the capture.",
    ],
)
def test_a_denial_of_something_else_denies_nothing(text: str) -> None:
    assert [pair for pair in opposed(text) if pair[0] == "denies"] == []


@pytest.mark.parametrize(
    "text",
    [
        "The radio reported that the town had fallen. The rebels denied that the town had fallen.",
        "The group was accused of not paying the miners. The group denied these charges.",
        "The radio said that planes hit the town. The army denied the reports of an air attack.",
        "Footage suggested that tanks were left behind, contradicting the ministry's statement that nothing was left.",
    ],
)
def test_a_denial_answers_the_claim_beside_it(text: str) -> None:
    assert "denies" in [kind for kind, _, _ in opposed(text)]


def test_a_denial_passes_over_how_the_claim_was_seen() -> None:
    text = (
        "The envoy said that the clerks had sold the oil. The remark was seen as a further escalation. "
        "The ministry denied this."
    )
    assert opposed(text) == [("denies", "denied", "said")]


def test_who_admits_that_his_own_claims_were_false_contradicts_nobody() -> None:
    text = "The service warned that the source was weak. The clerk later admitted that his claims had been false."
    assert opposed(text) == []


def test_two_offices_of_one_country_do_not_contradict_each_other_by_a_negation() -> None:
    text = (
        "The Ruritanian radio said that rockets hit the old harbour. "
        "The Ruritanian envoy said that no rockets hit the old harbour."
    )
    assert opposed(text) == []

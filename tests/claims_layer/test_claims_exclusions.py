"""Accounts that exclude each other by what they say, and denials of one matter told in other words."""

from __future__ import annotations

import pytest

from archive.claims import extract_document_claims
from archive.claims.matters import Exclusion, cause_of, common_matters, excluding, matter_set
from archive.documents import Article, Section
from archive.parsing.data_files import load_data


def opposed(text: str) -> list[tuple[str, str | None, str | None]]:
    """Kind and the two claimants, who denies first, of every contested pair of ``text``."""
    section = Section(0, None, 0, "", "", "", text, "", 0, 0, 0)
    document = Article(
        "A war", "A war", "en", None, None, None, None, None, None, None, "{}", len(text.split()), (), (section,)
    )
    claims, relations = extract_document_claims(document)
    return [
        (relation.kind, claims[relation.claim].claimant, claims[relation.other_claim].claimant)
        for relation in relations
        if relation.kind in ("denies", "contradicts")
    ]


@pytest.mark.parametrize(
    "text",
    [
        # Taken and held.
        "The miners stated that they had captured the pit, while a spokesman claimed the attack had been repelled.",
        "The rebels claimed they shot down the airship, while the ministry stated it was a technical failure.",
        # One's own word for what one did not do.
        (
            "The gazette reported that the raid was carried out with Norwegian help. The Norwegian consul said that "
            "Norway had not helped the raiders."
        ),
        # Other causes.
        (
            "The mayor said that the fire was caused by an oil lamp. However, the guild said that the fire was caused "
            "by lightning."
        ),
        # Other things said of one subject.
        "One paper reported that the cargo was salted herring, while other papers claimed that the cargo was rifles.",
        # A view and what replaced it.
        "The bones were originally thought to be those of a bear, but are now thought to be those of a seal.",
        # Somebody else did it.
        (
            "The gazette reported that Norway had mined the strait. The pilots said that the mines were the work of "
            "smugglers and not Norway."
        ),
        # A word that opens the sentence sets its second account against its first.
        "While the ministry claimed that the airship crashed due to fog, the rebels claimed that it was shot down.",
        # The whole and a part.
        (
            "The miners declared that they held the entire pit, while according to the guild they were in control of "
            "half of the pit."
        ),
        # Nothing is known of it.
        "The guild claimed that ships had entered the bay. A pilot stated that he had seen no such ships.",
        # Called false by the name of its speaker.
        "Holm claimed that the tax was ruinous. Experts described Holm's rhetoric as greatly exaggerated.",
        # Answers.
        "Holm argued that the tax was ruinous. Berg countered that the tax was trifling.",
    ],
)
def test_accounts_that_exclude_each_other_contradict(text: str) -> None:
    assert [kind for kind, _, _ in opposed(text)] == ["contradicts"]


@pytest.mark.parametrize(
    "text",
    [
        # Two towns.
        "The miners said that they had captured Oldby. The mayor said that an attack on Newby was repelled.",
        # Two days.
        (
            "On 3 May 1921, the miners said that the fort had been captured. On 9 May 1921, the army said that the "
            "attack on the fort was repelled."
        ),
        # An attempt is no capture.
        "The miners said that they tried to capture the fort. The army said that the attack on the fort was repelled.",
        # Figures side by side.
        "The miners said that 30 guards were captured, while the army said that 12 guards were released.",
        # Failure and success of different people.
        "It was reported that miners surrendered to advancing guards. A mayor said that some miners failed to leave.",
        # A thing rejected is no claim denied.
        "The guild declared weaving its trade. However, eight towns rejected the elections as rigged.",
        # A judgement is no account.
        (
            "The gazette reported that Norway would arm the pilots. The Norwegian consul said that arming the pilots "
            "is not acceptable."
        ),
    ],
)
def test_opposite_words_alone_prove_nothing(text: str) -> None:
    assert opposed(text) == []


def test_who_goes_on_after_a_denial_opposes_what_was_denied() -> None:
    text = "The union said that the dam had burst. The ministry denied this and said that the dam was sound."
    assert opposed(text) == [("denies", "ministry", "union"), ("contradicts", "union", "ministry")]


def test_what_was_denied_is_told_by_another() -> None:
    text = "Norway denied a role in the attack, while the gazette said that it was conducted by Norwegian ships."
    assert opposed(text) == [("contradicts", "Norway", "gazette")]


@pytest.mark.parametrize(
    "text",
    [
        "The gazette reported that planes struck the port. The governor denied that an attack had taken place.",
        "The wave theory holds that light is a ripple. Newton argued against the wave theory.",
        "The army claimed that the town had been taken in a day. Some analysts doubted that such a feat was possible.",
        "The army said that the pass was free. However, the shepherds disputed the cause of the delay.",
        "Holm argued that the tax was ruinous. Berg rejected this view.",
    ],
)
def test_a_denial_answers_the_claim_right_before_it_in_other_words(text: str) -> None:
    assert [kind for kind, _, _ in opposed(text)] == ["denies"]


def test_responsibility_is_denied_only_of_what_somebody_was_said_to_have_done() -> None:
    assert opposed("It was reported that the fire killed nine people. The firm denied responsibility.") == []


def test_words_that_exclude_each_other() -> None:
    assert excluding("the fort was captured", "the attack was repelled") == Exclusion(
        "taken-held", "captured", "repelled"
    )
    assert excluding("the fort was not captured", "the fort was captured") == Exclusion(
        "taken-held", "not captured", "captured"
    )
    assert excluding("the fort was captured", "the fort was captured") is None
    assert excluding("captured, then repelled", "the attack was repelled") is None


def test_a_matter_has_several_words() -> None:
    assert common_matters("two raids", "an airstrike on the port") == {"attack"}
    assert common_matters(None, "an airstrike") == frozenset()


def test_the_cause_stands_after_some_words_and_before_others() -> None:
    assert cause_of("the fire was caused by an oil lamp") == "an oil lamp"
    assert cause_of("smugglers were behind the theft") == "smugglers"
    assert cause_of("the fire was large") is None


@pytest.mark.parametrize("name", ["two_ways", "of_two_events", "of_one_event", "plain", "of_themselves"])
def test_lists_of_oppositions_name_oppositions(name: str) -> None:
    assert matter_set(name) <= {"cause", *load_data("matters.yaml", "archive.claims")["opposed"]}

"""How those answer of whom something was said, and denials right after a claim."""

from __future__ import annotations

import pytest

from archive.claims import extract_document_claims
from archive.documents import Article, Section

SAID = "The Norwegian consul said that Ruritanian ships had shelled a hospital in Oldby. "


def opposed(text: str) -> list[str]:
    """The kind of every contested pair of ``text``."""
    section = Section(0, None, 0, "", "", "", text, "", 0, 0, 0)
    document = Article(
        "A war", "A war", "en", None, None, None, None, None, None, None, "{}", len(text.split()), (), (section,)
    )
    _, relations = extract_document_claims(document)
    return [relation.kind for relation in relations if relation.kind in ("denies", "contradicts")]


@pytest.mark.parametrize(
    "answer",
    [
        "The Ruritanian envoy claimed that Norwegian gunners had staged the attack.",
        "Ruritania blamed Norway for the shelling.",
        "The Ruritanian envoy said that Norway was lying.",
        "Ruritania said that it was not responsible for the shelling.",
        "Ruritania said that it had nothing to do with the shelling.",
        "Ruritania said that this was a lie.",
    ],
)
def test_who_is_spoken_of_answers_by_another_account(answer: str) -> None:
    assert opposed(SAID + answer) == ["contradicts"]


@pytest.mark.parametrize(
    "answer",
    [
        # Another party's account of something else.
        "A Dutch skipper said that Danish gunners had staged a play.",
        # The same party.
        "A Norwegian pilot said that Ruritania had staged a provocation.",
        # What he did not do is something else.
        "The Ruritanian envoy said that Ruritania had not signed the treaty.",
        # Something else is blamed on the other.
        "Ruritania blamed Norway for the price of herring.",
    ],
)
def test_other_accounts_are_no_answer(answer: str) -> None:
    assert opposed(SAID + answer) == []


@pytest.mark.parametrize(
    "text",
    [
        # It was another.
        "The police said that the miners had attacked them. Berg said that it was the police who had begun to strike.",
        "The police said that the miners had attacked them. Protesters said that the march was peaceful.",
        "Some clerks argue that the king was poisoned. Others believe that he died of a fever.",
        "The miners said that they had captured the mill. The guards said that the mill remained in government hands.",
        "The miners said that they had shot down an airship. The army said that all its airships had returned safely.",
        "The army said that the men were militants. Villagers said that they were civilians.",
        "Clerks said that the fire was an accident. The guild said that it had been set deliberately.",
        "Clerks said that the prisoners came of their own free will. Two said that they were held against their will.",
        "The mayor said that the vote had been free and fair. Observers described the vote as fraudulent.",
        "The mayor said that the bridge had been repaired. A surveyor said that the bridge was still damaged.",
        "Norway said that the barge was in Norwegian territorial waters. Its crew said it was in international waters.",
        "Ruritania said that the raid was carried out by Norway. Norway said that it had not sent any ships that day.",
    ],
)
def test_accounts_that_cannot_both_be_contradict(text: str) -> None:
    assert opposed(text) == ["contradicts"]


@pytest.mark.parametrize(
    "text",
    [
        "Papers said that the general had been killed in a raid. The league denied his death.",
        "Turks were accused of arming the league. The sultan's envoy denied arming the league.",
        "The ministry said that 40 miners had been killed. A league clerk denied that any miners had died.",
        # Who says that there was none of it agrees with the denial.
        (
            "The gazette said that Danish troops had landed in Oldby. The mayor said that there were no Danes. "
            "The harbour master denied that any troops had landed in Oldby."
        ),
    ],
)
def test_a_denial_answers_the_claim_before_it(text: str) -> None:
    assert "denies" in opposed(text)


@pytest.mark.parametrize(
    "text",
    [
        # Each counts his own dead.
        "Azure officials announced that eight of their soldiers had been killed. The league denied any casualties.",
        # Of something else.
        "A clerk said that Holm died in the hills. Berg denied previous knowledge of the tax.",
    ],
)
def test_a_denial_of_another_matter_answers_nothing(text: str) -> None:
    assert opposed(text) == []


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [
        ("Ruritania denied this and said that the town was calm.", ["denies", "contradicts"]),
        ("Ruritania rejected the claim and only reported broken windows.", ["denies", "contradicts"]),
        ("Ruritania denied this but said that the town was calm.", ["denies"]),
        ("Ruritania denied this, and added that the town was calm.", ["denies"]),
        (
            "Ruritania denied this. A Dutch skipper confirmed that shells had hit the hospital.",
            ["denies", "contradicts"],
        ),
    ],
)
def test_what_is_said_along_with_a_denial_or_confirmed_after_it(answer: str, kinds: list[str]) -> None:
    assert sorted(opposed(SAID + answer)) == sorted(kinds)


def test_what_others_hold_is_set_against_a_view_by_although() -> None:
    text = "The play has been described as a defence of the guilds, although others suggested that it mocks them."
    assert opposed(text) == ["contradicts"]


def test_a_word_within_another_calls_nothing_false() -> None:
    text = "The envoy said that the allies were late. Berg said that this was an ally's right."
    assert opposed(text) == []

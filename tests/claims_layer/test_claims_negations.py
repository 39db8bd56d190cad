"""Claims that say that what another told was not so, was none, or is not known."""

from __future__ import annotations

import pytest

from archive.claims import extract_document_claims
from archive.claims.statements import stem
from archive.documents import Article, Section


def opposed(text: str) -> list[tuple[str, str | None, str | None]]:
    """Kind and the two claimants of every contested pair of ``text``."""
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
        # Nothing is known of it.
        "The guild said that a barge had been lost at Oldby. A pilot said that there were no reports of any lost ship.",
        "Critics alleged that the tannery poisoned the brook. The board said that there was no evidence of poisoning.",
        "Holm claimed that Berg had sold the deeds. The notary said that he had no information about any deeds.",
        "Some papers accused Berg of theft. The court concluded that there was no evidence to support the accusations.",
        # There was none of it.
        "The mayor said that 27 miners had died in the pit. The owner insisted that not a single miner had died there.",
        "Holm claimed a link between damp and fever. Berg said that there was no link between damp and fever.",
        # What was not done.
        "The gazette claimed that the league had stores of gunpowder. Captain Lund said it never had any gunpowder.",
        # The other way round.
        "The owner insisted that no miners had died. The mayor said that 27 miners had died in the pit.",
    ],
)
def test_what_is_said_not_to_be_so_contradicts_who_said_it_was(text: str) -> None:
    assert [kind for kind, _, _ in opposed(text)] == ["contradicts"]


@pytest.mark.parametrize(
    "text",
    [
        # Something else was not so.
        "The gazette said that barges used the old canal. The lock keeper said that the crews did not use their lamps.",
        # Another matter is unknown.
        "The mayor said that the bridge was open. A pilot said that he had no knowledge of the harbour dues.",
        # Both say no.
        "Holm said that no bread was sold. Berg said that there was no bread.",
        # No longer, no fewer: it was so.
        "The mayor said that nine barges sank. The guild said that no fewer than nine barges sank.",
        # Who quotes himself.
        '"We did not sell the barges," said Holm. The guild was reported to have sold barges.',
    ],
)
def test_not_every_no_answers_the_claim_before(text: str) -> None:
    assert opposed(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The union said that the dam had cracked. The ministry said that the report was unsubstantiated.",
        'The gazette reported that Holm had fled. His sister called the story "a fairy tale".',
        "The envoy said that the league had armed the pilots. The league said that the claim was a lie.",
    ],
)
def test_who_calls_a_report_false_contradicts_it(text: str) -> None:
    assert [kind for kind, _, _ in opposed(text)] == ["contradicts"]


def test_a_denial_of_accusations_answers_who_accused() -> None:
    text = (
        "The league accused Ruritania of cutting the dykes. A surveyor said that the fields were wet. "
        "The Ruritanian envoy denied the accusations."
    )
    assert ("denies", "Ruritanian envoy", "league") in opposed(text)


def test_a_report_that_something_was_not_found_can_be_denied() -> None:
    text = "The clerk reported that a count of the barges found none missing. The harbour master rejected the report."
    assert opposed(text) == [("denies", "harbour master", "clerk")]


@pytest.mark.parametrize("denied", ["that version of events", "the official scenario as not credible"])
def test_a_version_of_events_can_be_denied(denied: str) -> None:
    text = f"The police said that the crowd had thrown stones. Eyewitnesses disputed {denied}."
    assert opposed(text) == [("denies", "Eyewitnesses", "police")]


def test_a_denial_may_look_back_years_later() -> None:
    text = (
        "On 4 May 1864, the gazette claimed that gunboats had attacked the pier. "
        "In 1895, Admiral Lund denied that gunboats had attacked the pier."
    )
    assert opposed(text) == [("denies", "Admiral Lund", "gazette")]


@pytest.mark.parametrize(
    "text",
    [
        # What others said is set aside.
        (
            "On 19 June, the league claimed to have taken the mill. A carter told the gazette that miners stood guard "
            "before it, despite the league's claims of control."
        ),
        # Another count, set against the first.
        "Some miners claimed that the blast killed at least 60 guards. However, the mayor said only six were killed.",
        # Each says that the other's people did it.
        (
            "The Ruritanian envoy said that the raid was committed by Norwegian sailors. The Norwegian consul said "
            "that Ruritanian smugglers were responsible for the raid."
        ),
        # Held on to.
        "The miners said that they had taken Oldby. The guards insisted that the town was under their control.",
        "The guards said that they had recaptured Oldby. Carters said that miners were still in full control of it.",
    ],
)
def test_accounts_set_against_each_other_by_their_words(text: str) -> None:
    assert [kind for kind, _, _ in opposed(text)] == ["contradicts"]


@pytest.mark.parametrize(
    "text",
    [
        # A claim named in passing is not set aside by itself.
        "The league claimed that the mill was old. Guards took it despite the miners' claims that it was holy.",
        # Two counts side by side.
        "Some miners claimed that the blast killed at least 60 guards. The mayor said six were killed.",
        # One party: two accounts of who did it need not differ.
        "Holm suggested that the raid was carried out by sailors. Berg said that it was carried out by ships of war.",
    ],
)
def test_accounts_side_by_side_do_not_contradict(text: str) -> None:
    assert opposed(text) == []


def test_who_accused_is_denied_before_who_told_the_same() -> None:
    text = (
        "A report accused Ruritania of war crimes. A carter told of war crimes in the hills. "
        "Ruritanian officials denied that war crimes were committed."
    )
    assert opposed(text) == [("denies", "Ruritanian officials", "A report")]


@pytest.mark.parametrize(
    "text",
    [
        "Holm's daughter denied rumours that her father had died. The radio announced that he had died of a fever.",
        "The army denied that the pier had burned. The mayor said the pier had burned down.",
        "Norway denied any part in the sinking. An inquiry concluded that the barge had been sunk by a Norwegian mine.",
        "The warden denied that live ammunition was used. Surgeons, however, said that they found live ammunition.",
    ],
)
def test_who_tells_again_what_was_denied_contradicts_it(text: str) -> None:
    assert [kind for kind, _, _ in opposed(text)] == ["contradicts"]


@pytest.mark.parametrize(
    "text",
    [
        # What somebody denies to have done is told only by naming him.
        "Norway denied attacking the port. The gazette said that the attack on the port killed nine people.",
        # Confirmed is what was said, not what was denied.
        "The envoy denied that the pier was old. The guild said that the harbour was deep.",
    ],
)
def test_who_tells_of_something_else_does_not_contradict_a_denial(text: str) -> None:
    assert opposed(text) == []


@pytest.mark.parametrize(
    "text",
    [
        'Holm wrote that the mine had been flooded. The owners described the account as "baseless".',
        "Holm wrote that the mine had been flooded. Berg called it a farrago of nonsense.",
        "Holm reported that the mine had been flooded. Berg said that he disagreed with the report.",
    ],
)
def test_who_calls_an_account_nonsense_contradicts_it(text: str) -> None:
    assert [kind for kind, _, _ in opposed(text)] == ["contradicts"]


def test_who_denies_right_after_an_accusation_by_nobody_named_answers_it() -> None:
    text = "The author was accused of copying a novel by Lund. Holm denied having read the book."
    assert [kind for kind, _, _ in opposed(text)] == ["denies"]


def test_who_was_said_not_to_be_responsible_had_said_it_himself() -> None:
    text = (
        "The Vikland league claimed that it had carried out the raid. "
        "A panel concluded that the Vikland league was not responsible."
    )
    assert opposed(text) == [("contradicts", "Vikland league", "A panel")]


def test_words_have_one_stem_in_all_their_forms() -> None:
    assert {stem(word) for word in ("bomb", "bombs", "bombed", "bombing")} == {"bomb"}
    assert {stem(word) for word in ("fire", "fires", "fired", "firing")} == {"fir"}
    assert stem("glass") == "glass"

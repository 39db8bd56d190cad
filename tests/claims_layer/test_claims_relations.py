"""Relations between claims, within an article and across articles."""

from __future__ import annotations

import pytest

from archive.claims.relations import relate_across, relate_within
from archive.claims.statements import Statement, alike, negated, overlap
from archive.documents import Quantity


def said(number: int, claimant: str, content: str | None, **more: object) -> Statement:
    base = Statement(
        number=number,
        place=(0, None, None),
        claimant=claimant,
        actors=frozenset({claimant}),
        parents=frozenset(),
        side=None,
        cue="said",
        stance="assert",
        content=content,
        sentence=f"{claimant} said {content}.",
        date="2020-10-26",
        sentence_start=number * 100,
        start=number * 100,
        end=number * 100 + 90,
    )
    return base._replace(**more)  # type: ignore[arg-type]


def told(*statements: Statement) -> list[tuple[str, int, int]]:
    return [(relation.kind, relation.claim, relation.other_claim) for relation in relate_within(statements)]


def killed(number: float, unit: str = "soldiers", side: int | None = 1) -> tuple[Quantity, ...]:
    return (Quantity(number, number, unit, "killed", None, side),)


def test_a_bare_denial_denies_the_claim_before() -> None:
    denial = said(1, "Armenia", None, stance="deny", cue="denied", denies_previous=True)
    assert told(said(0, "Azerbaijan", "the town was shelled"), denial) == [("denies", 1, 0)]


def test_a_denial_of_several_claims_denies_each() -> None:
    first = said(0, "bloggers", "the army had left", sentence_start=0)
    second = said(1, "channels", "the army had lost", sentence_start=0)
    denial = said(2, "Kyiv", None, stance="deny", cue="denied", denies_previous=True, aim=" those claims.")
    assert told(first, second, denial) == [("denies", 2, 0), ("denies", 2, 1)]


def test_a_denial_with_a_matter_denies_who_claimed_it() -> None:
    claims = (
        said(0, "CNN", "four cruise missiles crashed in Iran"),
        said(1, "Turkey", "the border was closed"),
        said(2, "Iran", "any crash of a missile", stance="deny", cue="denied"),
    )
    assert told(*claims) == [("denies", 2, 0)]


def test_a_denial_answers_the_claim_whose_matter_it_shares_most() -> None:
    claims = (
        said(0, "CNN", "two missiles crashed on the hills"),
        said(1, "Russia", "all missiles hit their targets"),
        said(2, "Iran", "any crash of missiles", stance="deny", cue="denied"),
    )
    assert told(*claims) == [("denies", 2, 0)]


def test_a_denial_denies_the_claim_told_in_its_own_words() -> None:
    denial = said(0, "Israel", "Syria's claim that a jet fell", stance="deny", cue="denied", start=0, end=50)
    claim = said(1, "Syria", "a jet fell", cue="claim", sentence_start=0, start=28, end=50)
    assert told(denial, claim) == [("denies", 0, 1)]


def test_who_denies_a_figure_does_not_corroborate_it() -> None:
    first = said(0, "A", "52 soldiers were killed there", quantities=killed(52))
    denial = said(1, "B", "52 soldiers", stance="deny", cue="denied", quantities=killed(52))
    assert "corroborates" not in [kind for kind, _, _ in told(first, denial)]


def test_a_name_in_common_is_no_matter_in_common() -> None:
    claims = (said(0, "Putin", "Russia was provoked"), said(1, "US", "Russia invaded", stance="deny", cue="denied"))
    assert told(*claims) == []


def right_after(statement: Statement) -> Statement:
    """The statement in the sentence right after the first."""
    return statement._replace(sentence_start=60, start=60)


@pytest.mark.parametrize(
    ("content", "denied", "linked"),
    [
        ("Russian jets had hit a clinic", "conducting the raid", True),
        ("Russian jets had hit a clinic", "that Tula's claim of a raid was true", False),
        ("two clinics were hit", "conducting the raid", False),
        ("Russian jets had not hit a clinic", "conducting the raid", False),
    ],
)
def test_a_denial_answers_what_was_said_of_its_speaker(content: str, denied: str, linked: bool) -> None:
    first = said(0, "Airwatch", content, sentence="Airwatch said that a clinic had been hit in the raid last.")
    denial = right_after(said(1, "Russia's army", denied, stance="deny", cue="denied"))
    assert told(first, denial) == ([("denies", 1, 0)] if linked else [])


def test_a_denial_of_reports_answers_who_told_them() -> None:
    first = said(0, "residents", "the guild burned Quaker homes and barns")
    denial = right_after(said(1, "clerk", "reports of raids on Quaker families", stance="deny", cue="denied"))
    assert told(first, denial) == [("denies", 1, 0)]


def test_nobody_denies_what_the_same_claimant_said() -> None:
    denial = said(1, "Armenia", None, stance="deny", cue="denied", denies_previous=True)
    assert told(said(0, "Armenia", "the town was shelled"), denial) == []


def test_two_accounts_set_against_each_other() -> None:
    first = said(0, "A", "Armenian forces started shelling", cue="According to", sentence_start=0)
    second = said(
        1,
        "B",
        "Azerbaijani artillery was shelling Armenian positions",
        cue="according to",
        sentence_start=0,
        contrast="while",
    )
    assert told(first, second) == [("contradicts", 0, 1)]


def test_accusations_and_other_matters_are_no_contradiction() -> None:
    accused = said(0, "A", "the SDF of being helped", stance="accuse", sentence_start=0)
    other = said(1, "B", "the rebels had used gas", sentence_start=0, contrast="while")
    assert told(accused, other) == []
    assert told(accused._replace(stance="assert", content="bread was dear"), other) == []


def test_a_negation_of_the_same_matter_contradicts() -> None:
    first = said(0, "state TV", "the army evacuated the city's civilians")
    second = said(1, "residents", "civilians of the city were not evacuated by the army")
    assert told(first, second) == [("contradicts", 0, 1)]


def test_accounts_of_two_sides_that_exclude_each_other() -> None:
    first = said(0, "A", "Armenian forces were firing upon positions", side=1)
    second = said(1, "B", "they were strictly observing the ceasefire", side=2)
    assert told(first, second) == [("contradicts", 0, 1)]


@pytest.mark.parametrize("content", ["the reports were false", "such claims are part of enemy propaganda"])
def test_calling_a_report_false_contradicts_it(content: str) -> None:
    assert told(said(0, "A", "the hospital was hit by reports"), said(1, "B", content)) == [("contradicts", 0, 1)]


def test_different_figures_for_one_loss_disagree() -> None:
    first = said(0, "A", "52 killed", place=(None, 0, 3), quantities=killed(52))
    second = said(1, "B", "7 killed", place=(None, 0, 3), quantities=killed(7))
    assert told(first, second) == [("disagrees", 0, 1)]
    assert told(first, second._replace(scope="Kharkiv only")) == []
    assert told(first, second._replace(quantities=killed(7, side=2))) == []
    assert told(first, second._replace(quantities=(Quantity(50, None, "soldiers", "killed", None, 1),))) == []


def test_the_same_figure_of_another_party_corroborates() -> None:
    first = said(0, "A", "52 killed", place=(None, 0, 3), quantities=killed(52))
    second = said(1, "B", "52 killed", place=(None, 0, 3), quantities=killed(52))
    assert told(first, second) == [("corroborates", 0, 1)]


def test_another_party_that_confirms_corroborates() -> None:
    claim = said(0, "Russian forces", "they captured the town of Hryhorivka")
    confirmed = said(1, "British ministry", "they captured the town of Hryhorivka", stance="confirm", cue="confirmed")
    assert told(claim, confirmed) == [("corroborates", 0, 1)]
    assert (
        told(claim, confirmed._replace(parents=frozenset({"Russian forces"}), place=(0, None, None), sentence_start=0))
        == []
    )


def test_a_claimant_repeats_a_figure_in_the_box() -> None:
    prose = said(0, "Azerbaijani authorities", "their forces had downed three jets", parents=frozenset({"Azerbaijan"}))
    jets = (Quantity(3, 3, "jets", "downed", None, None),)
    box = said(1, "Azerbaijan", "3 jets downed", place=(None, 0, 3), date=None, quantities=jets)
    assert told(prose._replace(quantities=jets), box) == [("repeats", 0, 1)]


def test_a_claimant_repeats_itself_in_another_section() -> None:
    first = said(0, "ISW", "the eastern front was stable for weeks")
    assert told(first, first._replace(number=1, place=(4, None, None))) == [("repeats", 0, 1)]


def test_a_formula_said_of_another_day_is_no_repetition() -> None:
    first = said(0, "the gunners", "a direct hit on the source of fire")
    second = first._replace(number=1, sentence_start=100, start=100, date="2020-12-24")
    assert told(first, second) == []
    assert told(first, second._replace(date="2020-10-27")) == [("repeats", 0, 1)]


def test_many_copies_repeat_the_first() -> None:
    first = said(0, "ISW", "the eastern front was stable for weeks")
    copies = [first._replace(number=n, sentence_start=n * 100, start=n * 100) for n in range(4)]
    assert told(*copies) == [("repeats", 0, 1), ("repeats", 0, 2), ("repeats", 0, 3)]


def test_a_confirmation_of_another_paragraph_or_by_the_same_body_corroborates_nothing() -> None:
    claim = said(0, "Human Rights Watch", "they found a direct hit on the hospital")
    confirmed = said(1, "Amnesty", "they found a direct hit on the hospital", stance="confirm", cue="confirmed")
    assert told(claim, confirmed) == [("corroborates", 0, 1)]
    assert told(claim, confirmed._replace(paragraph=90)) == []
    short = confirmed._replace(claimant="HRW", actors=frozenset({"HRW"}), place=claim.place)
    assert told(claim, short) == []


def test_one_relation_a_pair() -> None:
    first = said(0, "A", "the town was shelled by the army all day")
    second = said(1, "B", "the town was not shelled by the army all day", stance="deny", cue="denied")
    assert len(told(first, second)) == 1


def test_a_copied_sentence_repeats_and_corroborates_nothing() -> None:
    first = said(
        10, "SOHR", "250 people were killed since the start", event="war", article=1, quantities=killed(250, "people")
    )
    copy = first._replace(number=20, article=2)
    assert [(r.kind, r.claim, r.other_claim) for r in relate_across([first, copy])] == [("repeats", 10, 20)]


def test_across_articles_another_party_corroborates_or_disagrees() -> None:
    first = said(10, "SOHR", "250 people died there", event="war", article=1, quantities=killed(250, "people"))
    second = said(
        20, "LCC", "the dead were 250 people in all", event="war", article=2, quantities=killed(250, "people")
    )
    assert [r.kind for r in relate_across([first, second])] == ["corroborates"]
    assert [r.kind for r in relate_across([first, second._replace(quantities=killed(483, "people"))])] == ["disagrees"]


@pytest.mark.parametrize("change", [{"event": "other war"}, {"event": None}, {"date": "2020-10-27"}, {"article": 1}])
def test_across_articles_only_one_event_and_one_day_compare(change: dict[str, object]) -> None:
    first = said(10, "SOHR", "250 people died there", event="war", article=1, quantities=killed(250, "people"))
    second = said(20, "LCC", "the dead were 483 people", event="war", article=2, quantities=killed(483, "people"))
    assert list(relate_across([first, second._replace(**change)])) == []  # type: ignore[arg-type]


def test_words_in_common() -> None:
    assert overlap("the forces shelled the city", "shelling of a city") == 1.0
    assert alike("a b c d", "a b c d") == 1.0
    assert overlap(None, "x") == 0.0
    assert negated("they didn't go")
    assert not negated("they went")

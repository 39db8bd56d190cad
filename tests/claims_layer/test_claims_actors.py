"""Actors and sides: who a claimant is."""

from __future__ import annotations

import pytest

from archive.claims.actors import ActorResolver
from archive.claims.countries import country_code, find_country, flag_code
from archive.claims.names import kind_of, looks_like_name, office_and_name, split_claimants
from archive.claims.sides import Sides, read_sides
from archive.documents import Article, Field, Infobox, Link, Section


def article(
    lead: str = "", *, combatants: tuple[str, ...] = (), links: tuple[Link, ...] = (), title: str = "A battle"
) -> Article:
    fields = tuple(
        Field(index, f"combatant{index + 1}", "combatant", index + 1, None, text, None, None)
        for index, text in enumerate(combatants)
    )
    section = Section(0, None, 0, "", "", "", lead, "", 0, 0, 0, links)
    boxes = (Infobox(0, None, fields),) if fields else ()
    return Article(title, title, "en", None, None, None, None, None, None, None, "{}", 0, boxes, (section,))


WAR = article(combatants=("🇦🇿 Azerbaijan", "Republic of Artsakh\n\n🇦🇲 Armenia"))


def resolver(where: Article = WAR, *learnt: str) -> ActorResolver:
    found = ActorResolver(where, read_sides(where))
    for claimant in learnt:
        found.learn(claimant)
    return found


def told(claimant: str, where: Article = WAR, *learnt: str) -> list[tuple[str, str, str | None]]:
    actors = resolver(where, claimant, *learnt).resolve(claimant).actors
    return [(actor.name, actor.kind, actor.parent.name if actor.parent else None) for actor in actors]


@pytest.mark.parametrize(
    ("claimant", "expected"),
    [
        ("Azerbaijan", ("Azerbaijan", "country", None)),
        ("Baku", ("Azerbaijan", "country", None)),
        ("Ukrainian", ("Ukraine", "country", None)),
        ("the Azerbaijani MoD", ("Ministry of Defence of Azerbaijan", "institution", "Azerbaijan")),
        ("British ministry of defense", ("Ministry of Defence of the United Kingdom", "institution", "United Kingdom")),
        ("Artsakh authorities", ("Artsakh authorities", "institution", "Republic of Artsakh")),
        ("President of Azerbaijan, Ilham Aliyev", ("Ilham Aliyev", "person", "Azerbaijan")),
        ("Azerbaijani president Ilham Aliyev", ("Ilham Aliyev", "person", "Azerbaijan")),
        ("Hanna Maliar, the Deputy Minister of Defense of Ukraine", ("Hanna Maliar", "person", "Ukraine")),
        ("Azerbaijani president", ("President of Azerbaijan", "office", "Azerbaijan")),
        ("French minister Dominique de Villepin", ("Dominique de Villepin", "person", "France")),
        ("Jund al-Aqsa", ("Jund al-Aqsa", "faction", None)),
        ("ISIL-affiliated Amaq", ("Amaq", "other", None)),
        ("opposition activist group Coast Watch", ("Coast Watch", "institution", None)),
        ("Turkish daily newspaper Hurriyet", ("Hurriyet", "media", None)),
        ("Islamic Union of Iraq and the Levant", ("Islamic Union of Iraq and the Levant", "institution", None)),
        ("The Guardian", ("The Guardian", "media", None)),
        ("Russian media", ("Russian media", "media", None)),
        ("rebels", ("rebels", "faction", None)),
        ("residents", ("residents", "other", None)),
        ("satellite images", ("satellite images", "other", None)),
        ("an opposition media outlet, Shaam News Network", ("Shaam News Network", "media", None)),
        ("Syrian Observatory for Human Rights (SOHR)", ("Syrian Observatory for Human Rights", "institution", None)),
    ],
)
def test_kinds_and_parents(claimant: str, expected: tuple[str, str, str | None]) -> None:
    assert told(claimant) == [expected]


def test_an_office_is_its_one_holder_in_this_article() -> None:
    assert told("president of Azerbaijan", WAR, "Azerbaijani president Ilham Aliyev") == [
        ("Ilham Aliyev", "person", "Azerbaijan")
    ]


def test_an_office_with_two_holders_stays_an_office() -> None:
    learnt = ("President of Azerbaijan, Ilham Aliyev", "President of Azerbaijan, Heydar Aliyev")
    assert told("Azerbaijani president", WAR, *learnt) == [("President of Azerbaijan", "office", "Azerbaijan")]


@pytest.mark.parametrize(
    ("claimant", "name"),
    [
        ("Lt. Gen. Tariq Hadad", "Tariq Hadad"),
        ("Ruritanian MP Otto Brandt", "Otto Brandt"),
        ("Col. Mary Jane Watts", "Mary Jane Watts"),
    ],
)
def test_a_rank_is_no_part_of_a_name(claimant: str, name: str) -> None:
    assert told(claimant)[0][:2] == (name, "person")


def test_a_name_does_not_begin_in_the_sentence_before() -> None:
    assert told("Brandt", article("They fled to Aleppo. Brandt said so.")) != [("Aleppo. Brandt", "person", None)]
    assert told("Brandt", article("Otto K. Brandt fled.")) == [("Otto K. Brandt", "person", None)]


def test_the_person_whom_an_article_is_about_comes_before_words_that_end_alike() -> None:
    where = article("Defying Brandt they left.", title="Otto Brandt")
    assert told("Brandt", where, "Defying Brandt") == [("Otto Brandt", "person", None)]


def test_a_surname_is_the_one_person_of_that_name_here() -> None:
    where = article("Mazloum Abdi leads it. Abdi spoke.")
    assert told("Abdi", where) == [("Mazloum Abdi", "person", None)]
    assert told("Abdi", article("Mazloum Abdi met Kamal Abdi.")) == [("Abdi", "other", None)]


def test_an_acronym_is_what_the_article_says_it_is_short_for() -> None:
    where = article("The Kurdish Freedom Council (KFC) left.")
    assert told("KFC", where) == [("Kurdish Freedom Council", "institution", None)]


def test_an_acronym_is_the_claimant_whose_words_begin_so() -> None:
    name = "Valley Observatory for Water Rights"
    assert told("VOWR", WAR, name) == [(name, "institution", None)]


def test_a_people_is_no_surname() -> None:
    where = article("Rojava Kurds left the town. The Kurds of the hills stayed.")
    assert told("Kurds", where) == [("Kurds", "other", None)]


def test_a_bare_claimant_belongs_to_its_article_alone() -> None:
    keys = {resolver(article(title=title)).resolve("police").actors[0].name_key for title in ("One", "Two")}
    assert len(keys) == 2


def test_a_full_name_is_one_actor_in_every_article() -> None:
    keys = {
        resolver(article(title=title), "Ilham Aliyev").resolve("Ilham Aliyev").actors[0].name_key
        for title in ("One", "Two")
    }
    assert len(keys) == 1


def test_several_claimants_are_several_actors() -> None:
    assert told("Artsakh authorities and the Armenian MoD") == [
        ("Artsakh authorities", "institution", "Republic of Artsakh"),
        ("Ministry of Defence of Armenia", "institution", "Armenia"),
    ]


@pytest.mark.parametrize(
    ("claimant", "parts"),
    [
        ("Russian and separatist forces", ("Russian forces", "separatist forces")),
        ("Ukraine and its supporters", ("Ukraine", "its supporters")),
        ("Bosnia and Herzegovina", ("Bosnia and Herzegovina",)),
        ("National Security and Defence Council", ("National Security and Defence Council",)),
        ("Islamic State of Iraq and the Levant", ("Islamic State of Iraq and the Levant",)),
        ("the US, the UK and France", ("the US", "UK", "France")),
        ("both Russian and Ukrainian sources", ("Russian sources", "Ukrainian sources")),
    ],
)
def test_and_joins_claimants_but_not_names(claimant: str, parts: tuple[str, ...]) -> None:
    assert tuple(part.removeprefix("the ") if part != parts[0] else part for part in split_claimants(claimant)) == parts


@pytest.mark.parametrize(
    ("claimant", "side"),
    [
        ("Azerbaijani MoD", 1),
        ("Baku", 1),
        ("Artsakh authorities", 2),
        ("Artsakh authorities and the Armenian prime minister", 2),
        ("Armenia and Azerbaijan", None),
        ("United States", None),
        ("BBC Russian Service correspondent", None),
        ("Armenian media", None),
        ("Armenian state media", 2),
        ("pro-Armenian sources", None),
    ],
)
def test_the_side_a_claimant_speaks_for(claimant: str, side: int | None) -> None:
    assert resolver().resolve(claimant).side == side


def test_a_country_on_both_sides_speaks_for_neither() -> None:
    where = article(combatants=("🇹🇷 Turkey", "SDF\n🇹🇷 Turkey"))
    assert resolver(where).resolve("Turkey").side is None


def test_a_place_is_not_the_party_named_after_it() -> None:
    where = article(combatants=("Luhansk People's Republic", "🇺🇦 Ukraine"))
    assert resolver(where).resolve("Luhansk Oblast officials").side is None
    assert resolver(where).resolve("Luhansk People's Republic").side == 1


def test_the_opposition_is_the_side_of_the_opposition() -> None:
    where = article(combatants=("Syrian opposition\nFree Syrian Army", "🇸🇾 Syria"))
    assert resolver(where).resolve("opposition").side == 1
    assert resolver(where).resolve("FSA").side == 1
    assert resolver(where).resolve("government").side == 2


def test_an_article_that_a_link_says_the_actor_is() -> None:
    link = Link(0, "internal", "Ilham Aliyev", "Ilham Aliyev", "Ilham Aliyev", None, None, None)
    where = article("Ilham Aliyev", links=(link,))
    assert resolver(where, "Ilham Aliyev").resolve("Ilham Aliyev").actors[0].target_key == "Ilham Aliyev"


def test_without_combatants_there_are_no_sides() -> None:
    assert read_sides(article()) == Sides()


@pytest.mark.parametrize("words", ["Ilham Aliyev", "Haider al-Abadi", "Recep Tayyip Erdoğan"])
def test_people_s_names_look_like_names(words: str) -> None:
    assert looks_like_name(words)


@pytest.mark.parametrize(
    "words", ["Luhansk Oblast", "Human Rights Watch", "Russian Army", "aliyev", "United States", "Aliyev"]
)
def test_other_names_do_not(words: str) -> None:
    assert not looks_like_name(words)


def test_an_office_and_a_name_in_any_order() -> None:
    assert office_and_name("Kremlin spokesman Dmitry Peskov") == ("Kremlin spokesman", "Dmitry Peskov")
    assert office_and_name("Dmitry Peskov, the Kremlin spokesman") == ("the Kremlin spokesman", "Dmitry Peskov")
    assert office_and_name("Ukrainian General Staff") == (None, None)
    assert office_and_name("Mayor of Kharkiv") == (None, None)


def test_the_noun_that_heads_words_tells_the_kind() -> None:
    assert kind_of("reports from Russian media") == "other"
    assert kind_of("Ukrainian General Staff") == "institution"
    assert kind_of("footage published by the army") == "other"


def test_countries_by_name_demonym_capital_and_possessive() -> None:
    assert [country_code(words) for words in ("Armenia", "Armenian", "Yerevan", "the United States", "US", "us")] == [
        "AM", "AM", "AM", "US", "US", None,
    ]  # fmt: skip
    found = find_country("Russia's Central Military District")
    assert found is not None
    assert (found.code, found.start, found.end) == ("RU", 0, 8)
    assert find_country("pro-Russian forces") is None
    assert find_country("the Congolese army") is None


def test_a_flag_is_a_country() -> None:
    assert flag_code("🇦🇿 Azerbaijan") == "AZ"
    assert flag_code("no flag") is None


@pytest.mark.parametrize(
    ("claimant", "expected"),
    [
        ("Maj. Gen. Omar al-Hadi of the Iraqi Army", ("Omar al-Hadi", "person", "Iraq")),
        ("President Anna Holm of Norway", ("Anna Holm", "person", "Norway")),
        ("Analyst Jan Holm of the Lund Centre", ("Jan Holm", "person", None)),
    ],
)
def test_a_name_between_an_office_and_whom_it_serves_is_a_person(
    claimant: str, expected: tuple[str, str, str | None]
) -> None:
    assert told(claimant) == [expected]


def test_a_numeral_ends_the_name_of_a_person_but_not_of_a_book() -> None:
    assert office_and_name("Col. Jan B. Holm III") == ("Col.", "Jan B. Holm III")
    assert not looks_like_name("Polybius (The Histories III")


def test_a_trade_before_a_name_is_no_part_of_it() -> None:
    assert told("astrophysicist Jan Holm") == [("Jan Holm", "person", None)]


def test_an_outlet_whose_name_has_a_hyphen_is_media() -> None:
    assert told("Al-Arabiya") == [("Al-Arabiya", "media", None)]


def test_a_possessive_is_neither_whoever_spoke_last_nor_an_actor_of_its_own() -> None:
    actors = resolver()
    person = actors.resolve("Anna Holm")
    assert actors.resolve("his", previous=person).actors == ()
    assert actors.resolve("their", previous=person).actors == ()
    assert actors.resolve("his").actors == ()

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.documents import Repair
from archive.reading import read_text
from archive.reading.code_pages import CODE_PAGES, CodePage
from archive.reading.repair import repair_text

PROJECT = Path(__file__).parents[2]
SEED = PROJECT / "seeds" / "lachin-offensive.md"
CORPUS = PROJECT.parent / "shared" / "corpus"
SOUND_SEED = CORPUS / "conflicts" / "export-2" / "caucasus" / "lachin_offensive.md"
PAGES = {page.name: page for page in CODE_PAGES}
# A text in several scripts, with quotation marks, a flag and letters whose bytes most code pages leave undefined.
ARTICLE = (
    "Qubadlı and Əfəndilər fell – “so he said”, 25 °C, 🇦🇿 Şuşa ğ ə ç; "
    "Київ, Азербайджанская Республика, Λευκωσία, القاهرة, ירושלים, 北京.\n"
) * 3


def damage(text: str, page: str, *, drop: bool = False) -> str:
    return PAGES[page].damage(text.encode(), drop_undefined=drop)


def test_a_run_is_repaired_and_recorded():
    result = repair_text("In\nQubadlÄ± â€“ it fell")
    assert result.text == "In\nQubadlı – it fell"
    assert result.code_page == "windows-1252"
    assert result.repairs == (
        Repair(2, 7, "Ä±", "ı", "windows-1252"),
        Repair(2, 10, "â€“", "–", "windows-1252"),
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_code_page_is_undone(page: str):
    result = repair_text(damage(ARTICLE, page))
    assert (result.text, result.problems) == (ARTICLE, ())


@pytest.mark.parametrize("page", PAGES)
def test_damage_done_twice_is_told_and_left(page: str):
    twice = damage(damage(ARTICLE, page), page)
    result = repair_text(twice)
    assert (result.text, result.code_page, result.repairs) == (twice, None, ())
    assert [problem.kind for problem in result.problems] == ["damaged_twice"]


def test_a_dropped_byte_comes_back_where_the_language_leaves_one_letter():
    damaged = damage("Əfəndilər, Qubadlı, Şuşa 🇦🇿", "windows-1254", drop=True)
    assert damaged.startswith("ÆfÉ™ndil")
    result = repair_text(damaged)
    assert result.text == "Əfəndilər, Qubadlı, Şuşa 🇦🇿"
    assert result.repairs[0] == Repair(1, 1, "Æ", "Ə", "windows-1254, dropped byte")


def test_a_dropped_byte_comes_back_where_the_word_stands_elsewhere():
    text = "Сирия и Россия: СИРИЯ. Киев, Минск, Тбилиси, Баку, Ереван"
    assert repair_text(damage(text, "windows-1252", drop=True)).text.startswith("Сирия и Ро")


def test_a_dropped_byte_stays_lost_where_two_letters_are_possible():
    result = repair_text(damage("Ávila, España, día, mañana, café", "windows-1252", drop=True))
    assert result.text == "Ãvila, España, día, mañana, café"
    assert [(problem.kind, problem.line, problem.column) for problem in result.problems] == [("lost_bytes", 1, 1)]


def test_a_closing_quotation_mark_needs_an_opening_one():
    opened = damage("He said “yes” – “no” – and ‘so’ – on", "windows-1252", drop=True)
    assert repair_text(opened).text == "He said “yes” – “no” – and ‘so’ – on"
    lone = repair_text(damage("He said yes” – ‘no’ – and – on", "windows-1252", drop=True))
    assert lone.text == "He said yesâ€ – ‘no’ – and – on"


@pytest.mark.parametrize(
    "sound",
    [
        "Le mot « café » s’affiche « cafÃ© » quand l’été est mal décodé.",
        "NESCAFÉ™ and CAFÉ® are trade marks. NESCAFÉ™ says so.",
        "The letter Å’s shape; Å’s sound",
        "The letters “Ä”, “Ö”, “Ü” and CAFÉ™, TOUCHÉ®, FIANCÉ…",
        "Ä”, Ö”, Ü™, É® and Å…",
        "Азії, Росії, Марії, Австрії, Італії",
        "Περιοχή του Λευκού “Πύργου”",
        "پاکستان اور چین کے درمیان",
        "„Ä” – “Ö” – «Ü»",
        "ﬁ → ∞ ≠ 北京",
    ],
)
def test_sound_text_is_left_alone(sound: str):
    result = repair_text(sound)
    assert (result.text, result.problems) == (sound, ())


def test_a_file_damaged_in_part_is_told_and_left():
    text = "İşıqlı, Ağdam, Şuşa, Qubadlı\n" + damage("Qubadlı – Əfəndilər – 🇦🇿", "windows-1252")
    result = repair_text(text)
    assert (result.text, result.code_page) == (text, None)
    assert [problem.kind for problem in result.problems] == ["partly_damaged"]


def test_a_damaged_byte_order_mark_goes():
    source = read_text(damage("\ufeff---\ntitle: Qubadlı – Laçın\n---\n", "windows-1252").encode())
    assert (source.encoding, source.front_matter) == ("utf-8-sig", {"title": "Qubadlı – Laçın"})


def test_the_seed_equals_the_same_article_undamaged():
    if not SOUND_SEED.exists():
        pytest.skip("the corpus is not here")
    source = read_text(SEED.read_bytes())
    text, notes, references = source.text.partition("## Notes")
    assert (notes + references).split() == ["##", "Notes", "##", "References"]
    assert text.rstrip() == SOUND_SEED.read_text("utf-8").rstrip()
    assert (source.repair, len(source.repairs), source.problems) == ("windows-1254", 75, ())


def test_no_character_of_the_corpus_changes():
    paths = [path for folder in CORPUS.glob("*/") for path in folder.rglob("*.md*")]
    if not paths:
        pytest.skip("the corpus is not here")
    for path in paths:
        data = path.read_bytes()
        source = read_text(data)
        assert (source.text.encode(), source.repairs, source.problems) == (data, (), ()), path


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Sound, damaged, twice damaged and mixed text."""
    words = st.text(st.sampled_from("abc \n“”–é’ıƏəşğçüЯсиіїλάçÄßāčŁł🇦🇿北™®\xa0\x81\x9d\ufffd\uffff"), max_size=12)
    damaged = st.builds(
        lambda text, page, drop: page.damage(text.encode(), drop_undefined=drop),
        words,
        st.sampled_from(CODE_PAGES),
        st.booleans(),
    )
    return "".join(draw(st.lists(words | damaged | damaged.map(lambda text: damage(text, "windows-1252")), max_size=6)))


@given(texts())
@settings(max_examples=150, deadline=None)
def test_repair_is_idempotent(text: str):
    once = repair_text(text)
    assert repair_text(once.text).text == once.text


@given(texts())
@settings(max_examples=100, deadline=None)
def test_repairs_name_what_stood_where(text: str):
    result = repair_text(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for repair in result.repairs:
        assert lines[repair.line - 1].startswith(repair.damaged, repair.column - 1)
    assert bool(result.repairs) == (result.text != text)


@given(st.text(st.sampled_from("aeé èçàêœÉ’«»\xa0…–™"), max_size=60), st.sampled_from(CODE_PAGES))
@settings(max_examples=100, deadline=None)
def test_damage_and_repair_never_make_a_third_text(text: str, page: CodePage):
    damaged = page.damage(text.encode(), drop_undefined=False)
    assert repair_text(damaged).text in (text, damaged)


@given(st.binary(max_size=80) | texts().map(lambda text: ("---\n" + text).encode("utf-8", "replace")))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_without_an_exception(data: bytes):
    source = read_text(data)
    errors = [problem for problem in source.problems if problem.level == "error"]
    assert len(errors) == source.rejected
    assert source.rejected or source.text[source.body_start :] == source.body


def test_a_text_that_is_too_long_is_told_and_left(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("archive.reading.repair._LONGEST_REPAIRED", 20)
    result = repair_text("QubadlÄ± â€“ it fell at last")
    assert result.text == "QubadlÄ± â€“ it fell at last"
    assert [problem.kind for problem in result.problems] == ["too_long"]

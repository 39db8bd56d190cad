import pytest

from archive.parsing.languages import tell_language

ENGLISH = (
    "The bridge was taken in the morning and the men who held it were sent to the rear, as had been agreed before."
)
GERMAN = "Die Brücke wurde am Tag genommen und die Männer, die sie hielten, sind nach der Wahl nicht in der Stadt."
AFRIKAANS = (
    "Die brug is in die oggend deur hulle geneem en die mense wat daar was het nie meer na die dorp toe gegaan nie."
)
DUTCH = "De brug werd in de ochtend door hen genomen en het volk dat er nog was is niet meer naar het dorp gegaan."
NYNORSK = (
    "Brua vart teken om morgonen og dei som heldt ho er ikkje lenger der, men har frå no av ein annan stad å vere."
)
RUSSIAN = (
    "Мост был взят утром, и люди, которые его держали, не были на месте, как это было при других, но из города на юг."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [(ENGLISH, "en"), (GERMAN, "de"), (AFRIKAANS, "af"), (DUTCH, "nl"), (NYNORSK, "nn"), (RUSSIAN, "ru")],
)
def test_function_words_tell_the_language(text: str, language: str) -> None:
    assert tell_language(text) == language


def test_what_is_short_or_only_names_is_not_told() -> None:
    assert tell_language("The bridge was taken") is None
    assert tell_language("Buffalo Syracuse Rochester Utica Albany " * 10) is None
    assert tell_language("") is None


def test_tables_do_not_hide_the_language_of_the_sentences() -> None:
    assert tell_language(f"{ENGLISH}\n" + "Casey Stoner\tDucati\t44:44\n" * 50) == "en"


def test_a_page_of_tables_alone_is_told_by_them() -> None:
    assert tell_language("\n".join(f"{sentence}\tx" for sentence in [ENGLISH] * 3)) == "en"

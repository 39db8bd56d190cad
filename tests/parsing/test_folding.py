import sqlite3

import pytest

from archive.parsing.data_files import load_data
from archive.parsing.folding import fold, folded_words


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Laçın", "Lacin"),
        ("Əfəndilər", "Efendiler"),
        ("Ærø", "Aero"),
        ("Łódź", "Lodz"),
        ("Maʿloula", "Maloula"),
        ("İstanbul", "Istanbul"),
        ("Straße", "Strasse"),
        ("Київ, Ελλάδα, 서울", "Київ, Ελλάδα, 서울"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_latin_letters_become_plain(text: str, plain: str) -> None:
    assert fold(text) == plain


def test_only_words_that_the_tokenizer_would_miss_are_listed_and_once() -> None:
    assert folded_words("Laçın, Gümri and Laçın; Ørsted") == "Lacin Orsted"
    assert folded_words("Gümri") == ""
    assert folded_words("plain") == ""
    assert folded_words("c\u0327ınar") == "cinar"


def test_every_folded_letter_is_one_that_sqlite_leaves() -> None:
    letters = list(load_data("folding.yaml"))
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize='unicode61 remove_diacritics 2')")
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'row')")
    connection.executemany("INSERT INTO t VALUES (?)", ((f"x{letter}x",) for letter in letters))
    tokens = [row[0] for row in connection.execute("SELECT term FROM v")]
    connection.close()
    assert not [token for token in tokens if token.isascii()]

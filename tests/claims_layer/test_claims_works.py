"""Works of a year: what "the study" says is of the year of the study told before."""

from __future__ import annotations

import pytest

from archive.claims.attribution import find_attributions
from archive.claims.moments import PartialDate, find_moments
from archive.claims.works import told_work, year_of_named_work


def year(text: str) -> PartialDate | None:
    work = next(filter(None, [told_work(text, moment) for moment in find_moments(text)]))
    return year_of_named_work(text, work, find_attributions(text)[-1])


def test_a_work_named_again_has_its_year() -> None:
    assert year("A 2003 study by a guild lists the mills. The study found that half were lost.") == PartialDate(2003)


@pytest.mark.parametrize(
    "text",
    [
        "A 2003 study by a guild lists the mills. The report found that half were lost.",
        "A 2003 study lists the mills. A new study lists the dams. The study found that half were lost.",
        "A 2003 study by a guild lists the mills.\n\nThe study found that half were lost.",
    ],
)
def test_another_work_or_paragraph_does_not_have_its_year(text: str) -> None:
    assert year(text) is None


def test_the_year_of_a_known_work_tells_no_new_one() -> None:
    text = "The 2003 study lists the mills."
    assert [told_work(text, moment) for moment in find_moments(text)] == [None]

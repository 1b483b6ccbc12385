"""Periods: absolute, reckoned from the document's date, open, and left open."""

from __future__ import annotations

from datetime import date

import pytest

from reorient.documents.claims.periods import periods

ON = date(2016, 5, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in 2014", (2014, 2014, 0, 0, "in")),
        ("from 2010 to 2014", (2010, 2014, 0, 0, "over")),
        ("2010-14", (2010, 2014, 0, 0, "over")),
        ("between 2001 and 2005", (2001, 2005, 0, 0, "over")),
        ("in 2014 and 2015", (2014, 2015, 0, 0, "in")),
        ("since 2014", (2014, 2016, 0, 0, "since")),
        ("after 2014", (2014, 2016, 0, 0, "after")),
        ("since the annexation of Crimea", (2014, 2016, 0, 0, "since")),
        ("over the last five years", (2011, 2016, 0, 0, "over")),
        ("doubled in five years", (2011, 2016, 0, 0, "over")),
        ("over the past decade", (2006, 2016, 0, 0, "over")),
        ("last year", (2015, 2015, 0, 0, "in")),
        ("this year", (2016, 2016, 0, 0, "in")),
        ("a decade ago", (2006, 2006, 0, 0, "in")),
        ("in the first quarter of 2013", (2013, 2013, 1, 3, "in")),
        ("in the first nine months of 2014", (2014, 2014, 1, 9, "in")),
        ("in January-May 2015", (2015, 2015, 1, 5, "in")),
        ("in March 2012", (2012, 2012, 3, 3, "in")),
        ("On 31 March 2013", (2013, 2013, 3, 3, "in")),
        ("on March 31, 2013", (2013, 2013, 3, 3, "in")),
        ("In March", (2016, 2016, 3, 3, "in")),
        ("in June", (2015, 2015, 6, 6, "in")),
        ("in the 1990s", (1990, 1999, 0, 0, "in")),
        ("in the early 1990s", (1990, 1993, 0, 0, "in")),
        ("after the war of 2008", (2008, 2016, 0, 0, "after")),
        ("in the first half of the 2010s", (2010, 2014, 0, 0, "in")),
        ("in the second half of the 2010s", (2015, 2019, 0, 0, "in")),
        ("at the end of the 1990s", (1997, 1999, 0, 0, "in")),
        ("by the end of the 1990s", (1999, 1999, 0, 0, "by")),
        ("from the 2000s", (2000, 2016, 0, 0, "since")),
        ("by 2020", (2020, 2020, 0, 0, "by")),
        ("before 1998", (1998, 1998, 0, 0, "before")),
    ],
)
def test_one_period(text: str, expected: tuple[int, int, int, int, str]) -> None:
    [one] = periods(text, ON)
    assert one.period is not None
    read = (one.period.first, one.period.last, one.period.first_month, one.period.last_month, one.manner)
    assert read == expected


@pytest.mark.parametrize("text", ["over the last five years", "last year", "since 2014", "in May", "two years ago"])
def test_relative_without_a_date_is_left_open(text: str) -> None:
    [one] = periods(text)
    assert one.period is None
    assert one.doubt


def test_since_the_sanctions_names_no_year() -> None:
    [one] = periods("since the sanctions", ON)
    assert one.period is None
    assert "names no year" in one.doubt


def test_what_is_reckoned_is_marked() -> None:
    assert [one.period.relative for one in periods("last year and in 2013", ON) if one.period] == [True, False]


@pytest.mark.parametrize("text", ["2,014 tonnes", "US$2000", "2015 percent", "1900 tonnes", "may"])
def test_no_period(text: str) -> None:
    assert periods(text, ON) == ()

"""Peak hours: by the wall clock of their zone, over midnight and through changes of the clocks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schemawarden.settings.hours import BadHoursError, PeakHours, closed_until, peak_hours

OFFICE = peak_hours("mon-fri", "08:00", "18:00", "Europe/Berlin")
NIGHT = peak_hours("fri,sat", "22:00", "06:00", "Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def end(text: str, *windows: PeakHours) -> str | None:
    found = closed_until(windows, at(text))
    return f"{found:%Y-%m-%dT%H:%M}" if found else None


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-01-05T06:59:59", None),  # Monday, 07:59 in Berlin
        ("2026-01-05T07:00:00", "2026-01-05T17:00"),
        ("2026-01-05T16:59:59", "2026-01-05T17:00"),
        ("2026-01-05T17:00:00", None),
        ("2026-01-10T12:00:00", None),  # Saturday
        ("2026-07-06T06:00:00", "2026-07-06T16:00"),  # summer: two hours ahead
        ("2026-07-06T05:59:59", None),
    ],
)
def test_office_hours(now: str, until: str | None) -> None:
    assert end(now, OFFICE) == until


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-01-09T20:59:00", None),  # Friday, 21:59 in Berlin
        ("2026-01-09T21:00:00", "2026-01-10T05:00"),
        ("2026-01-10T04:59:59", "2026-01-10T05:00"),
        ("2026-01-10T05:00:00", None),
        ("2026-01-11T04:00:00", "2026-01-11T05:00"),  # Sunday morning, from Saturday
        ("2026-01-11T22:00:00", None),  # Sunday night
        ("2026-01-09T04:00:00", None),  # Friday morning: Thursday is no day of it
    ],
)
def test_a_window_over_midnight_belongs_to_the_day_on_which_it_begins(now: str, until: str | None) -> None:
    assert end(now, NIGHT) == until


@pytest.mark.parametrize(
    ("now", "until"),
    [
        # 29 March 2026: the clock goes from 02:00 to 03:00, at 01:00 UTC
        ("2026-03-28T21:30:00", "2026-03-29T04:00"),
        ("2026-03-29T03:59:59", "2026-03-29T04:00"),
        ("2026-03-29T04:00:00", None),
        # 25 October 2026: from 03:00 back to 02:00, at 01:00 UTC
        ("2026-10-24T20:30:00", "2026-10-25T05:00"),
        ("2026-10-25T04:59:59", "2026-10-25T05:00"),
    ],
)
def test_a_night_is_as_long_as_the_clocks_make_it(now: str, until: str) -> None:
    assert end(now, NIGHT) == until


def test_an_hour_that_comes_twice_counts_both_times() -> None:
    early = peak_hours("sun", "01:00", "02:30", "Europe/Berlin")
    assert end("2026-10-25T00:15:00", early) == "2026-10-25T01:30"
    assert end("2026-10-25T00:45:00", early) == "2026-10-25T01:30", "02:45 for the first time"
    assert end("2026-10-25T01:30:00", early) is None


def test_an_hour_that_is_left_out_ends_no_window_early() -> None:
    early = peak_hours("sun", "01:00", "02:30", "Europe/Berlin")
    assert end("2026-03-29T00:59:00", early) == "2026-03-29T01:30"


def test_windows_that_follow_on_each_other_end_together() -> None:
    evening = peak_hours("mon-fri", "17:30", "20:00", "Europe/Berlin")
    assert end("2026-01-05T08:00:00", OFFICE, evening) == "2026-01-05T19:00"
    day, night = peak_hours("mon-sun", "00:00", "24:00", "UTC"), peak_hours("mon", "10:00", "11:00", "UTC")
    found = closed_until((day, night), at("2026-01-05T10:30:00"))
    assert found is not None
    assert (found - at("2026-01-05T10:30:00")).days >= 7, "it does not end, and the search does"


def test_days_go_round_the_week() -> None:
    assert peak_hours("fri-mon", "08:00", "09:00", "UTC").days == (0, 4, 5, 6)
    assert peak_hours(" Mon , wed-thu", "08:00", "09:00", "UTC").days == (0, 2, 3)
    assert peak_hours("sun", "00:00", "24:00", "UTC").around(at("2026-01-11T23:59:59")) is not None


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("monday", "08:00", "18:00", "UTC"), "days"),
        (("", "08:00", "18:00", "UTC"), "days"),
        (("mon-", "08:00", "18:00", "UTC"), "days"),
        (("mon", "8:00", "18:00", "UTC"), "from"),
        (("mon", "24:00", "18:00", "UTC"), "from"),
        (("mon", "08:00", "24:01", "UTC"), "to"),
        (("mon", "08:00", "08:00", "UTC"), "to"),
        (("mon", "08:00", "18:00", "Europe/Atlantis"), "zone"),
        (("mon", "08:00", "18:00", "../../etc/passwd"), "zone"),
        (("mon", "08:00", "18:00", ""), "zone"),
    ],
)
def test_what_is_no_window_is_told_by_its_key(words: tuple[str, str, str, str], key: str) -> None:
    with pytest.raises(BadHoursError) as refused:
        peak_hours(*words)
    assert refused.value.key == key

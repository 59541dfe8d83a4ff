"""Hours in which nothing is applied, by the wall clock of a time zone.

- A window begins on each of its days and ends on that day, or on the next when `to` is not later than `from`.
- Around a change of the clocks a window is as long as the wall clock makes it; an hour that comes twice counts both times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_MIDNIGHT = "24:00"
_WEEK = timedelta(days=8)


class BadHoursError(ValueError):
    """Not a window of hours. The text says what was expected, and `key` where."""

    def __init__(self, key: str, expected: str) -> None:
        super().__init__(expected)
        self.key = key


@dataclass(frozen=True, slots=True)
class PeakHours:
    days: tuple[int, ...]
    """Weekdays on which it begins; Monday is 0. Sorted."""
    start: time
    end: time
    """Midnight for 24:00; not later than `start` means the next day."""
    zone: str
    """IANA name."""

    def deciding(self) -> dict[str, object]:
        return {
            "days": list(self.days),
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "zone": self.zone,
        }

    def around(self, moment: datetime) -> tuple[datetime, datetime] | None:
        """The window (start, end; UTC) that the moment is in, or None."""
        today = moment.astimezone(ZoneInfo(self.zone)).date()
        for day in (today - timedelta(days=1), today):
            start, end = self._window(day)
            if day.weekday() in self.days and start <= moment < end:
                return start, end
        return None

    def _window(self, day: date) -> tuple[datetime, datetime]:
        last = day if self.end > self.start else day + timedelta(days=1)
        return min(self._instants(day, self.start)), max(self._instants(last, self.end))

    def _instants(self, day: date, clock: time) -> tuple[datetime, datetime]:
        """What the wall clock may mean on that day: twice the same, but when the clocks are changed."""
        written = datetime.combine(day, clock, ZoneInfo(self.zone))
        return written.astimezone(UTC), written.replace(fold=1).astimezone(UTC)


def closed_until(windows: Iterable[PeakHours], now: datetime) -> datetime | None:
    """When the hours that `now` is in are over, windows that follow on each other taken together; None outside of them.

    More than a week away means that there may be no end.
    """
    windows, end = tuple(windows), now
    while end < now + _WEEK:
        found = [window[1] for each in windows if (window := each.around(end))]
        if not found:
            break
        end = max(found)
    return None if end == now else end


def peak_hours(days: str, start: str, end: str, zone: str) -> PeakHours:
    """A window as the config writes it. Raises BadHoursError."""
    found = PeakHours(_days(days), _clock("from", start), _clock("to", end), zone)
    if start == end:
        raise BadHoursError("to", 'expected another time than `from`; all day is from "00:00" to "24:00"')
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = 'expected a time zone of this machine, such as "Europe/Berlin" or "UTC"'
        raise BadHoursError("zone", hint) from None
    return found


def _clock(key: str, text: str) -> time:
    match = _TIME.fullmatch(text)
    if key == "to" and text == _MIDNIGHT:
        return time(0, 0)
    if match is None:
        raise BadHoursError(key, 'expected a time of day such as "08:00"')
    return time(int(match[1]), int(match[2]))


def _days(text: str) -> tuple[int, ...]:
    """ "mon-fri", "sat,sun", "fri-mon"."""
    found: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        last = last if dash else first
        if first not in DAYS or last not in DAYS:
            raise BadHoursError("days", 'expected days such as "mon-fri" or "sat,sun"')
        begin, length = DAYS.index(first), (DAYS.index(last) - DAYS.index(first)) % 7
        found |= {(begin + step) % 7 for step in range(length + 1)}
    return tuple(sorted(found))

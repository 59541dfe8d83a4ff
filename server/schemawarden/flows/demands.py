"""What the operator demands of an apply besides approvals: a named backup, and an hour that is not a busy one."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from schemawarden.errors import ApprovalError, StateError
from schemawarden.flows.context import Context
from schemawarden.flows.plans import Weighed
from schemawarden.ports import StoredPlan
from schemawarden.settings.hours import closed_until


def refuse_without_backup(ctx: Context, plan: StoredPlan, weighed: Weighed) -> None:
    """Raise ApprovalError BACKUP_REQUIRED unless an approval that counts names the backup that is demanded."""
    if not weighed.standing.backup_missing:
        return
    people = ", ".join(item.approver for item in weighed.standing.counted)
    raise ApprovalError(
        "BACKUP_REQUIRED",
        f"Plan {plan.id} is destructive, the operator demands a backup for such plans on {ctx.alias}, and no approval"
        f" names one ({people} approved).",
        f'Nothing was run. A human makes a backup and approves again: schemawarden approve {plan.id} --backup "REFERENCE".',
    )


def refuse_in_peak_hours(ctx: Context, plan: StoredPlan) -> None:
    """Raise StateError PEAK_HOURS with the time at which they end. The plan stays approved."""
    words = peak_hours_words(ctx)
    if not words:
        return
    end = closed_until(ctx.peak_hours, ctx.clock.now())
    late = end is not None and plan.expires_at <= end
    again = "The plan expires before; make a new one then." if late else "Call apply_plan again after that."
    raise StateError("PEAK_HOURS", words, f"Nothing was run. {again}")


def peak_hours_words(ctx: Context) -> str:
    """When the peak hours of the target end, if it is in some now; else empty."""
    end = closed_until(ctx.peak_hours, ctx.clock.now())
    if end is None:
        return ""
    return f"Nothing is applied to {ctx.alias} in its peak hours, which end at {_told(end, ctx)}."


def _told(end: datetime, ctx: Context) -> str:
    """In the zone of the window, and in UTC."""
    zone = ZoneInfo(ctx.peak_hours[0].zone)
    return f"{end.astimezone(zone):%Y-%m-%d %H:%M} {zone.key} ({end:%Y-%m-%dT%H:%M:%SZ})"

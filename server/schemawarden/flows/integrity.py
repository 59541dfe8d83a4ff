"""Whether a stored plan is still what its digest says: the envelope's bytes, and the document that was shown."""

from __future__ import annotations

import json

from schemawarden.errors import UnavailableError
from schemawarden.ports import StoredPlan
from schemawarden_policy.canonical import digest
from schemawarden_policy.envelope import envelope_digest
from schemawarden_policy.plan import DOCUMENT_PURPOSE


def refuse_altered(plan: StoredPlan) -> None:
    """Raise UnavailableError PLAN_ALTERED unless digest, envelope and document belong together."""
    shown = json.loads(plan.envelope).get("document")
    if envelope_digest(plan.envelope) != plan.digest or digest(DOCUMENT_PURPOSE, plan.document) != shown:
        raise UnavailableError(
            "PLAN_ALTERED",
            f"Plan {plan.id} was changed in the store after it was made.",
            "Nothing was run. Find out who can write to the state directory, and make a new plan with dry_run.",
        )

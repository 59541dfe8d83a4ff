"""Every way in which schemawarden says no, with a stable code and the next step.

    SchemawardenError
    ├── InputError          the caller's own input is wrong; a better call works
    ├── ConfigError         the operator's configuration is wrong; only the operator can mend it
    ├── WorkspaceError      the workspace can't be read as one safe, whole version
    ├── PolicyError         the plan's content is denied; no approval can cover it
    ├── ApprovalError       a token or approval was looked at and refused
    ├── StateError          the plan, the target or its history is not in the state that the act needs
    ├── EngineError         the engine or a database refused, with file, statement and position
    └── UnavailableError    something of ours could not be done (audit, store, engine process)

An error is one sentence with the caller's own names, a code of UPPER_SNAKE letters and a hint that names the next step.
"Needs approval" is an outcome with its own result, never an error. No error carries a credential.
"""

from __future__ import annotations


class SchemawardenError(Exception):
    """Base of all refusals.

    Args:
        code: stable UPPER_SNAKE identifier.
        message: one sentence of cause, with the caller's own names.
        hint: the next step.
    """

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.code}: {self.message}" + (f" {self.hint}" if self.hint else "")


class InputError(SchemawardenError):
    """The caller's own input is wrong; a better call works."""


class ConfigError(SchemawardenError):
    """The operator's configuration is wrong."""


class WorkspaceError(SchemawardenError):
    """The workspace can't be read as one safe, whole version."""


class PolicyError(SchemawardenError):
    """What was asked is denied by policy and no approval can cover it."""


class ApprovalError(SchemawardenError):
    """A token or approval was looked at and refused."""


class StateError(SchemawardenError):
    """The plan, the target or its history is not in the state that the act needs."""


class EngineError(SchemawardenError):
    """The engine or a database refused a statement.

    `file`, `statement` (0-based) and `position` (UTF-8 bytes) say where, when known.
    """

    def __init__(
        self,
        code: str,
        message: str,
        hint: str = "",
        *,
        file: str = "",
        statement: int = -1,
        position: int = -1,
        text: str = "",
    ) -> None:
        super().__init__(code, message, hint)
        self.file = file
        self.statement = statement
        self.position = position
        self.text = text


class UnavailableError(SchemawardenError):
    """Something of ours could not be done; the act did not happen."""

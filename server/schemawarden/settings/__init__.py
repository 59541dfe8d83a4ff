"""The operator config: one TOML file that decides which databases exist, what is allowed there and who may approve.

- It is the operator's. A file that others can write is refused, and one inside a workspace counts only when all its
  targets are throw-away databases (`trust`).
- A key that is misspelt, or that this version does not implement, is refused: a guard that silently ignores a line of
  its configuration is no guard (`shape`, `later`).
- It holds no password. Where a database is stands in a file, an environment variable or a command's output, and is
  in no repr, error or digest (`database`, `secrets`). A file that holds a password must be ours alone (`secretfile`).
"""

from schemawarden.settings.database import DatabaseLocation
from schemawarden.settings.keys import ApproverKey
from schemawarden.settings.load import load, parse
from schemawarden.settings.model import (
    ApprovalNeeds,
    Approver,
    ClassNeeds,
    OperatorConfig,
    ServerConfig,
    TargetConfig,
)
from schemawarden.settings.policy_model import Policy
from schemawarden.settings.problems import ConfigProblemsError, Problem
from schemawarden.settings.trust import not_disposable, prepare_state

__all__ = [
    "ApprovalNeeds",
    "Approver",
    "ApproverKey",
    "ClassNeeds",
    "ConfigProblemsError",
    "DatabaseLocation",
    "OperatorConfig",
    "Policy",
    "Problem",
    "ServerConfig",
    "TargetConfig",
    "load",
    "not_disposable",
    "parse",
    "prepare_state",
]

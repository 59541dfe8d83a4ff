"""Where schemawarden keeps its files when the operator does not say otherwise.

The present directory is never searched: it is usually the workspace, and an agent writes there.
"""

from __future__ import annotations

from pathlib import Path

import platformdirs

_APP = "schemawarden"
CONFIG_NAME = "schemawarden.toml"


def config_file() -> Path:
    """`~/.config/schemawarden/schemawarden.toml` on Linux, its counterpart on macOS."""
    return platformdirs.user_config_path(_APP, appauthor=False) / CONFIG_NAME


def state_dir() -> Path:
    """`~/.local/state/schemawarden` on Linux, its counterpart on macOS."""
    return platformdirs.user_state_path(_APP, appauthor=False)

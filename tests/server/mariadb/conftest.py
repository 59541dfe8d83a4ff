from __future__ import annotations

from tests.mariadb import mariadb

__all__ = ["mariadb"]

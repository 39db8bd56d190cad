"""The pages: each reads what it shows from one connection and returns it as plain data, which is also its JSON.

Keys that begin with a line (``_body``) are for the template alone.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from archive.explore.addresses import Addresses
from archive.explore.arguments import Arguments
from archive.explore.memory import Recollection

__all__ = ["Asked"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: what to read from, what was asked for, and how to make addresses.

    ``remember(question, answer)`` gives what ``answer()`` gave before, where that is about the whole archive;
    ``remember.later(sql)`` gives None while its rows are being found.
    ``name`` is the slug or key that the path ends with, on pages that have one.
    """

    connection: sqlite3.Connection
    arguments: Arguments
    addresses: Addresses
    remember: Recollection
    name: str = ""

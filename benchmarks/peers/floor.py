"""The floor: read, hash, decode and write the same bytes through the driver, and nothing else.

python floor.py FOLDER DATABASE
"""

import hashlib
import sqlite3
import sys
from pathlib import Path

connection = sqlite3.connect(sys.argv[2])
connection.execute("CREATE TABLE files (path TEXT, sha256 TEXT, text TEXT) STRICT")


def rows():
    """Read the files one by one."""
    for path in sorted(Path(sys.argv[1]).rglob("*.md")):
        data = path.read_bytes()
        yield str(path), hashlib.sha256(data).hexdigest(), data.decode("utf-8")


with connection:
    connection.executemany("INSERT INTO files VALUES (?, ?, ?)", rows())

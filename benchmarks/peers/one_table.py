"""markdown-to-sqlite's own command, helped over two stones.

It ends with an error where a later file has a front matter key that the first hundred lack, so the columns are made
before; and a command line does not hold a hundred thousand paths, so it is called as a function. What it does is its
own.

    python one_table.py FOLDER DATABASE
"""

import re
import sys
from pathlib import Path

from markdown_to_sqlite.cli import cli
from sqlite_utils import Database

paths = [str(path) for path in sorted(Path(sys.argv[1]).rglob("*.md"))]
keys = {"text": str, "html": str, "_path": str}
for path in paths:
    head = Path(path).read_text("utf-8").split("\n---", 1)[0]
    keys |= dict.fromkeys(re.findall(r"^([A-Za-z_]\w*):", head, re.MULTILINE), str)
Database(sys.argv[2])["documents"].create({"_id": str, **keys}, pk="_id")
cli([sys.argv[2], "documents", *paths], standalone_mode=False)

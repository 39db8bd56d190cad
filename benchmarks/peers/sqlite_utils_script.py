"""The script that a practised user of sqlite-utils writes: python-frontmatter, headings by regex, four tables.

No claims, no full-text search, no repair, no second run.

    python sqlite_utils_script.py FOLDER DATABASE
"""

import re
import sys
from pathlib import Path

import frontmatter
import sqlite_utils

HEADING = re.compile(r"^(#+) +(.*)$", re.MULTILINE)
LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")

database = sqlite_utils.Database(sys.argv[2])
articles, sections, fields, links = [], [], [], []
for number, path in enumerate(sorted(Path(sys.argv[1]).rglob("*.md"))):
    text = path.read_text("utf-8")
    try:
        data, body = frontmatter.parse(text)
    except Exception as error:
        print(f"{path}: {error}", file=sys.stderr)
        data, body = {}, text
    articles.append({"id": number, "path": str(path), "title": str(data.get("title") or path.stem), "body": body})
    for infobox in data.get("infoboxes") or ():
        for name, value in infobox.items():
            value = value if isinstance(value, dict) else {"text": value}
            fields.append({"article_id": number, "name": str(name), "text": str(value.get("text"))})
            links += (
                {"article_id": number, "text": str(link.get("text")), "target": str(link.get("page"))}
                for link in value.get("links") or ()
            )
    pieces = HEADING.split(body)
    for position, (level, heading, content) in enumerate(zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True)):
        sections.append(
            {"article_id": number, "position": position, "level": len(level), "heading": heading, "text": content}
        )
    links += ({"article_id": number, "text": words, "target": target} for words, target in LINK.findall(body))
for name, rows in {"articles": articles, "sections": sections, "fields": fields, "links": links}.items():
    database[name].insert_all(rows, pk="id" if name == "articles" else None, batch_size=500)

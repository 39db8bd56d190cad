"""Write ``archive/claims/data/countries.tsv`` from the ``countryinfo`` package (MIT licence).

    pip install countryinfo==1.0.1
    python benchmarks/countries.py > archive/claims/data/countries.tsv

One row a country: ISO 3166-1 alpha-2 code, English name, demonyms, capital, further names (``|`` between). A demonym or
capital that several countries share goes to the one with twenty times the people of all others, else to none:
"French" is France although Martinique has it too, "Congolese" is nobody's.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from importlib.resources import files

SHARE = 20

Row = dict[str, object]


def countries() -> list[Row]:
    """Every country of the package that has a code, by code."""
    rows: dict[str, Row] = {}
    for entry in sorted(files("countryinfo").joinpath("data").iterdir(), key=lambda path: path.name):
        if not entry.name.endswith(".json"):
            continue
        row = json.loads(entry.read_text("utf-8"))
        code = (row.get("ISO") or {}).get("alpha2")
        if code and row.get("name") and (code not in rows or row.get("demonym")):
            rows[code] = row
    return [rows[code] for code in sorted(rows)]


def words(value: object) -> list[str]:
    """The names in one value of the package, which holds lists as lists and as comma lists."""
    parts = value if isinstance(value, list) else str(value or "").replace("/", ",").split(",")
    return [str(part).strip() for part in parts if str(part).strip()]


def owners(rows: list[Row], key: str) -> dict[str, str]:
    """Each demonym or capital with the code of the one country that readers will think of."""
    shared: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        for word in words(row.get(key)):
            shared[word].append((int(row.get("population") or 0), row["ISO"]["alpha2"]))  # type: ignore[index, call-overload]
    found = {}
    for word, claims in shared.items():
        claims.sort(reverse=True)
        if claims[0][0] >= SHARE * sum(people for people, _ in claims[1:]):
            found[word] = claims[0][1]
    return found


def main() -> None:
    """Print the table."""
    rows = countries()
    demonyms, capitals = owners(rows, "demonym"), owners(rows, "capital")
    print("# Made by benchmarks/countries.py from countryinfo 1.0.1 (MIT licence); do not edit.")
    print("code\tname\tdemonyms\tcapital\tother names")
    for row in rows:
        code = str(row["ISO"]["alpha2"])  # type: ignore[index]
        name = str(row["name"]).removeprefix("The ").split(" (")[0].split(",")[0]
        others = [
            other.strip().removeprefix("the ")
            for other in row.get("altSpellings") or []  # type: ignore[attr-defined]
            if other.isascii() and len(other) > 3 and "," not in other and "(" not in other and other != name
        ]
        cells = (
            code,
            name,
            "|".join(word for word, owner in demonyms.items() if owner == code and word != name),
            "|".join(word.removesuffix(" D.C.") for word, owner in capitals.items() if owner == code and word != name),
            "|".join(dict.fromkeys(others)),
        )
        print("\t".join(cells))


if __name__ == "__main__":
    sys.exit(main())

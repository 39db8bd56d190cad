"""A facet that counts dates by year: counted by day, as Datasette does it, they say nothing of a war."""

from __future__ import annotations

from typing import Any

from datasette.database import QueryInterrupted
from datasette.facets import Facet
from datasette.utils import escape_sqlite, path_with_added_args, path_with_removed_args

__all__ = ["YearFacet"]


class YearFacet(Facet):  # type: ignore[misc]
    """Facet of columns that hold ISO 8601 dates; choosing a year filters from its beginning to the next."""

    type = "year"

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """Return the facets that were asked for, and the columns whose counting took too long."""
        results: list[dict[str, Any]] = []
        timed_out: list[str] = []
        for configured in self.get_configs():
            column = configured["config"].get("column") or configured["config"]["simple"]
            try:
                rows = await self._years(column)
            except QueryInterrupted:
                timed_out.append(column)
                continue
            results.append(
                {
                    "name": column,
                    "type": self.type,
                    "hideable": configured["source"] != "metadata",
                    "toggle_url": self._address(path_with_removed_args(self.request, {"_facet_year": column})),
                    "results": [self._choice(column, row["value"], row["count"]) for row in rows],
                    "truncated": False,
                }
            )
        return results, timed_out

    async def _years(self, column: str) -> list[Any]:
        name = escape_sqlite(column)
        sql = (
            f"select substr({name}, 1, 4) as value, count(*) as count from ( {self.sql} ) "
            f"where {name} glob '[0-9][0-9][0-9][0-9]*' group by value order by value desc limit 300"
        )
        limit = self.ds.setting("facet_time_limit_ms")
        found = await self.ds.execute(self.database, sql, self.params, truncate=False, custom_time_limit=limit)
        return list(found.rows)

    def _choice(self, column: str, year: str, count: int) -> dict[str, Any]:
        # A range, unlike a beginning, is found by the index of the column.
        arguments = {f"{column}__gte": year, f"{column}__lt": f"{int(year) + 1:04}"}
        selected = set(arguments.items()) <= set(self.get_querystring_pairs())
        change = path_with_removed_args if selected else path_with_added_args
        return {
            "value": year,
            "label": year,
            "count": count,
            "toggle_url": self._address(change(self.request, arguments)),
            "selected": selected,
        }

    def _address(self, path: str) -> str:
        return str(self.ds.absolute_url(self.request, self.ds.urls.path(path)))

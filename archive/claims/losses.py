"""Losses: the figures of a claim with the side that suffered them, as far as the words and the box say."""

from __future__ import annotations

import re
from typing import Final

from archive.claims.actors import ActorResolver, Resolved
from archive.claims.quantities import find_quantities
from archive.claims.sides import Sides
from archive.documents import Field, Quantity

_FIGURE_GROUPS: Final = frozenset({"casualties", "strength", "losses"})
# "Eight of their soldiers", "lost three of its tanks": the claimant's own loss; "their forces had downed": the enemy's.
_OWN: Final = re.compile(r"\bof (?:their|its|his|our)(?: own)?\b")
_INFLICTED: Final = re.compile(
    r"(?:they|it|we|(?:their|its|our)\s\w+)\s(?:(?:had|have|has|also|already)\s){0,3}"
    r"(?:downed|shot down|destroyed|killed|captured|eliminated|wounded)\b",
    re.IGNORECASE,
)


def claim_quantities(
    content: str | None, field: Field | None, who: Resolved, resolver: ActorResolver, sides: Sides
) -> tuple[Quantity, ...]:
    """The figures of ``content``; in a box's field about a side ("casualties2") all are about that side."""
    if not content:
        return ()
    if not sides.numbers:
        return find_quantities(content)
    if field is not None and (field.group_name or "").lower() in _FIGURE_GROUPS:
        about = field.group_index if field.group_index in sides.numbers else None
        return find_quantities(content, about_side=about)
    return tuple(_with_side(quantity, content, who, resolver, sides) for quantity in find_quantities(content))


def _with_side(quantity: Quantity, content: str, who: Resolved, resolver: ActorResolver, sides: Sides) -> Quantity:
    """The figure with the side whose loss it is, where its unit, "of their" or "they downed" say whose."""
    if quantity.kind is None:
        return quantity
    side = resolver.side_of(quantity.unit) if quantity.unit else None
    if side is None and who.side is not None:
        if _OWN.search(content) is not None:
            side = who.side
        elif len(sides.numbers) == 2 and _INFLICTED.match(content) is not None:
            side = next(number for number in sides.numbers if number != who.side)
    return Quantity(quantity.value_min, quantity.value_max, quantity.unit, quantity.kind, quantity.place, side)

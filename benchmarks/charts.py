"""Two charts as SVG, legible on light and dark grounds, from plain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_WIDTH, _LEFT, _RIGHT, _BAR, _GAP, _TOP = 720, 190, 110, 22, 12, 44
_STYLE = (
    "<style>text{font:13px system-ui,sans-serif;fill:#333}.t{font-weight:600;font-size:15px}.b{fill:#8aa4bd}"
    ".o{fill:#b3541e}.m{font-size:12px;fill:#666}@media(prefers-color-scheme:dark){text{fill:#ddd}.m{fill:#aaa}}"
    "</style>"
)


def bars(title: str, rows: Sequence[tuple[str, float, str]], own: str) -> str:
    """A chart of horizontal bars: name, value and the words at its end; the row named ``own`` stands out."""
    height = _TOP + len(rows) * (_BAR + _GAP)
    longest = max((value for _, value, _ in rows), default=1) or 1
    parts = [_head(title, height)]
    for number, (name, value, words) in enumerate(rows):
        top = _TOP + number * (_BAR + _GAP)
        width = max(1.0, value / longest * (_WIDTH - _LEFT - _RIGHT))
        middle = top + _BAR * 0.7
        parts.append(f'<text x="{_LEFT - 8}" y="{middle:.0f}" text-anchor="end">{escape(name)}</text>')
        kind = "o" if name == own else "b"
        parts.append(f'<rect class="{kind}" x="{_LEFT}" y="{top}" width="{width:.1f}" height="{_BAR}" rx="2"/>')
        parts.append(f'<text class="m" x="{_LEFT + width + 8:.1f}" y="{middle:.0f}">{escape(words)}</text>')
    return "\n".join([*parts, "</svg>\n"])


def stack(title: str, rows: Sequence[tuple[str, float]]) -> str:
    """One bar cut into named shares of 1, with a line below it for each."""
    colours = ("#b3541e", "#d98f4e", "#8aa4bd", "#5b7c99", "#6f9f82", "#a3b86c", "#c9b458", "#9a86a4", "#777777")
    height = _TOP + 40 + len(rows) * 22
    parts, left = [_head(title, height)], 16.0
    for number, (name, share) in enumerate(rows):
        width = share * (_WIDTH - 32)
        colour = colours[number % len(colours)]
        parts.append(f'<rect x="{left:.1f}" y="{_TOP}" width="{width:.1f}" height="24" fill="{colour}"/>')
        top = _TOP + 44 + number * 22
        parts.append(f'<rect x="16" y="{top}" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="36" y="{top + 11}">{escape(name)} · {share:.0%}</text>')
        left += width
    return "\n".join([*parts, "</svg>\n"])


def _head(title: str, height: int) -> str:
    label = escape(title, quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{label}">'
        f'{_STYLE}<text class="t" x="16" y="24">{label}</text>'
    )

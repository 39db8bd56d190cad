"""Actors across articles: what several mentions say of one actor, put together; their order is of no consequence."""

from __future__ import annotations

from typing import NamedTuple, get_args

from archive.documents import ActorKind

__all__ = ["ActorForm", "merge_forms"]

# Where two mentions differ in kind, the one that comes first here stays; `other` says least.
_KINDS: tuple[str, ...] = get_args(ActorKind)


class ActorForm(NamedTuple):
    """An actor as one or more mentions give it. ``parent_key`` is the name key of whom it belongs to."""

    name_key: str
    name: str
    kind: str
    country_code: str | None
    target_key: str | None
    parent_key: str | None


def merge_forms(one: ActorForm, other: ActorForm) -> ActorForm:
    """Return what two forms of an actor say together. Commutative, associative and idempotent.

    Something said counts more than nothing said; of two names the longer one is kept, else the first by alphabet.
    """
    return ActorForm(
        one.name_key,
        min(one.name, other.name, key=lambda name: (-len(name), name)),
        min(one.kind, other.kind, key=_KINDS.index),
        _first(one.country_code, other.country_code),
        _first(one.target_key, other.target_key),
        _first(one.parent_key, other.parent_key),
    )


def _first(one: str | None, other: str | None) -> str | None:
    return min((value for value in (one, other) if value is not None), default=None)

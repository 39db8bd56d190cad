"""Tables of claims: who said what, when, and how claims answer each other."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from archive.documents import ActorKind, DateBasis, DatePrecision, QuoteKind, RelationKind, Stance
from archive.models.base import Base, boolean, index_of_given, iso_date, one_of, strict

__all__ = ["ActorMentionRow", "ActorRow", "ClaimActorRow", "ClaimQuantityRow", "ClaimRelationRow", "ClaimRow"]

# Most contents stand in their sentence, which is stored as well; only the others are stored themselves.
_CONTENT = """CASE WHEN content_in_sentence IS NULL THEN content_apart
        ELSE substr(sentence, content_in_sentence + 1, char_end - char_start) END"""
# As archive.claims makes it; a test holds the two together. SQLite has no search from the end: what is no blank is
# taken off the end, then the blank.
_SUMMARY = """replace(replace(replace(coalesce(claimant, 'Unattributed') || ', ' || cue || CASE
        WHEN coalesce(content, '') = '' THEN ''
        WHEN length(content) <= 160 THEN ': ' || content
        ELSE ': ' || coalesce(
            nullif(rtrim(rtrim(substr(content, 1, 160), replace(substr(content, 1, 160), ' ', ''))), ''),
            substr(content, 1, 160)) || '…' END, char(9), ' '), char(10), ' '), '  ', ' ')"""


class ActorRow(Base):
    """Who speaks: a person, an office, an institution, a faction, a country, a medium."""

    __tablename__ = "actors"
    __table_args__ = (
        one_of("kind", ActorKind),
        index_of_given("actors", "parent_id"),
        index_of_given("actors", "target_key"),
        index_of_given("actors", "article_id"),
        strict("Those who said something, and whom they belong to (a ministry of defence: its country)."),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the actor.")
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("actors.id", ondelete="SET NULL"), comment="Whom the actor belongs to or speaks for."
    )
    name: Mapped[str] = mapped_column(comment="Name for people to read.")
    name_key: Mapped[str] = mapped_column(unique=True, comment="Name that joins mentions across articles.")
    kind: Mapped[str] = mapped_column(comment="person, office, institution, faction, country, media or other.")
    country_code: Mapped[str | None] = mapped_column(comment="Country of the actor (ISO 3166-1).")
    target_key: Mapped[str | None] = mapped_column(comment="Title of the article on the actor, normalised.")
    article_id: Mapped[int | None] = mapped_column(
        ForeignKey("articles.id", ondelete="SET NULL"), comment="The article on the actor, if it is here."
    )


class ActorMentionRow(Base):
    """What one article says of an actor; what all say together makes the actor's row."""

    __tablename__ = "actor_mentions"
    __table_args__ = (
        Index("ix_actor_mentions_actor_id", "actor_id"),
        index_of_given("actor_mentions", "parent_id"),
        one_of("kind", ActorKind),
        strict("What each article says of each actor that it names; actors are what all articles say together.")
        | {"sqlite_with_rowid": False},
    )

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, comment="The article."
    )
    actor_id: Mapped[int] = mapped_column(
        ForeignKey("actors.id", ondelete="CASCADE"), primary_key=True, comment="The actor."
    )
    name: Mapped[str] = mapped_column(comment="Its name there.")
    kind: Mapped[str] = mapped_column(comment="person, office, institution, faction, country, media or other.")
    country_code: Mapped[str | None] = mapped_column(comment="Its country there (ISO 3166-1).")
    target_key: Mapped[str | None] = mapped_column(comment="Title of the article on it that is linked to, normalised.")
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("actors.id", ondelete="SET NULL"), comment="Whom it belongs to or speaks for there."
    )


class ClaimRow(Base):
    """A statement that the text attributes to someone, with the exact characters it stands in."""

    __tablename__ = "claims"
    __table_args__ = (
        Index("ix_claims_article_id_position", "article_id", "position"),
        Index("ix_claims_date_from", "date_from"),
        Index("ix_claims_claimant", "claimant"),
        index_of_given("claims", "infobox_field_id"),
        one_of("stance", Stance),
        one_of("quote", QuoteKind),
        one_of("date_precision", DatePrecision),
        one_of("date_basis", DateBasis),
        boolean("content_split"),
        iso_date("date_from"),
        iso_date("date_to"),
        CheckConstraint("(section_id IS NULL) <> (infobox_field_id IS NULL)", name="place"),
        CheckConstraint("length(key) = 16", name="key"),
        CheckConstraint("0 <= char_start AND char_start <= char_end", name="offsets"),
        CheckConstraint("0 <= cue_start AND cue_start <= cue_end", name="cue_offsets"),
        CheckConstraint(
            "(claimant IS NULL) = (claimant_start IS NULL) AND (claimant IS NULL) = (claimant_end IS NULL)",
            name="claimant_offsets",
        ),
        CheckConstraint("content_in_sentence IS NULL OR content_apart IS NULL", name="content"),
        strict(
            "Statements that articles attribute to someone: who, the words that say so, what, when, for which side."
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the claim.")
    key: Mapped[str] = mapped_column(unique=True, comment="Permanent name of the claim, made from what it says.")
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), comment="Its article.")
    section_id: Mapped[int | None] = mapped_column(
        ForeignKey("sections.id", ondelete="CASCADE"), index=True, comment="The section it stands in, or null."
    )
    infobox_field_id: Mapped[int | None] = mapped_column(
        ForeignKey("infobox_fields.id", ondelete="CASCADE"), comment="The field it stands in, or null."
    )
    position: Mapped[int] = mapped_column(comment="Place in the article, from 0.")
    claimant: Mapped[str | None] = mapped_column(comment="Who said it, as written; null where nobody is named.")
    side: Mapped[int | None] = mapped_column(comment="Number of the belligerent that the claimant speaks for.")
    cue: Mapped[str] = mapped_column(comment="The words that mark the attribution (stated, according to, Per).")
    stance: Mapped[str] = mapped_column(comment="assert, deny, confirm, concede or accuse.")
    content: Mapped[str | None] = mapped_column(
        Computed(_CONTENT, persisted=False), comment="What was said, as written; null for a bare denial."
    )
    quote: Mapped[str] = mapped_column(comment="none, direct (all in quotation marks) or mixed (part of it).")
    date_from: Mapped[str | None] = mapped_column(comment="When it was said, or happened (ISO 8601, cut to precision).")
    date_to: Mapped[str | None] = mapped_column(comment="Last day, where a range is told.")
    date_precision: Mapped[str | None] = mapped_column(comment="day, month or year.")
    date_basis: Mapped[str] = mapped_column(
        comment="explicit (in the sentence), carried (from text before), relative (the next day) or none."
    )
    time_of_day: Mapped[str | None] = mapped_column(comment="Time of day told (08:05, evening).")
    char_start: Mapped[int] = mapped_column(comment="First character of the content in the section or field, from 0.")
    char_end: Mapped[int] = mapped_column(comment="Character after the last one of the content.")
    content_split: Mapped[int] = mapped_column(comment="1 where the cue stands inside the content.")
    claimant_start: Mapped[int | None] = mapped_column(comment="First character of the claimant.")
    claimant_end: Mapped[int | None] = mapped_column(comment="Character after the last one of the claimant.")
    cue_start: Mapped[int] = mapped_column(comment="First character of the cue.")
    cue_end: Mapped[int] = mapped_column(comment="Character after the last one of the cue.")
    sentence: Mapped[str] = mapped_column(comment="The sentence or line that holds the cue.")
    content_in_sentence: Mapped[int | None] = mapped_column(
        comment="First character of the content in the sentence, from 0; null where the sentence does not hold it."
    )
    content_apart: Mapped[str | None] = mapped_column(comment="The content where the sentence does not hold it.")
    summary: Mapped[str] = mapped_column(
        Computed(_SUMMARY, persisted=False), comment="Claimant, cue and the start of the content, for lists."
    )
    folded: Mapped[str] = mapped_column(comment="Words with letters search cannot fold (ı, ə, ø …), in plain letters.")
    rule: Mapped[str] = mapped_column(comment="Name of the rule that found it (docs/claims.md).")
    confidence: Mapped[float | None] = mapped_column(
        comment="Share of right rows that this rule had on the development gold, smoothed; null where it met none."
    )


class ClaimActorRow(Base):
    """Who the claimant of a claim is; several where several spoke."""

    __tablename__ = "claim_actors"
    __table_args__ = (strict("Who said which claim; several rows where several said it."),)

    claim_id: Mapped[int] = mapped_column(
        ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True, comment="The claim."
    )
    actor_id: Mapped[int] = mapped_column(
        ForeignKey("actors.id", ondelete="CASCADE"), primary_key=True, index=True, comment="The actor."
    )
    position: Mapped[int] = mapped_column(comment="Place among the claimants of the claim, from 0.")


class ClaimQuantityRow(Base):
    """One figure inside a claim."""

    __tablename__ = "claim_quantities"
    __table_args__ = (
        Index("ix_claim_quantities_kind", "kind"),
        strict("Figures inside claims: how many, of what, killed or captured or lost, where, and whose."),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the figure.")
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id", ondelete="CASCADE"), index=True, comment="Its claim.")
    value_min: Mapped[float | None] = mapped_column(comment="The figure, or the lower end of a range.")
    value_max: Mapped[float | None] = mapped_column(comment="The upper end; null where it is open (500+).")
    unit: Mapped[str | None] = mapped_column(comment="What is counted (soldiers, combat aircraft).")
    kind: Mapped[str | None] = mapped_column(comment="killed, wounded, captured, missing, lost, downed, destroyed …")
    place: Mapped[str | None] = mapped_column(comment="Where, if it is told.")
    about_side: Mapped[int | None] = mapped_column(comment="Number of the belligerent whose loss it is.")


class ClaimRelationRow(Base):
    """How one claim answers another."""

    __tablename__ = "claim_relations"
    __table_args__ = (
        Index("uq_claim_relations_pair_kind", "claim_id", "other_claim_id", "kind", unique=True),
        Index("ix_claim_relations_other_claim_id", "other_claim_id"),
        Index("ix_claim_relations_kind", "kind"),
        one_of("kind", RelationKind),
        CheckConstraint("claim_id <> other_claim_id", name="pair"),
        strict("Pairs of claims: one denies, contradicts, disagrees with, repeats or corroborates the other, and why."),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the relation.")
    claim_id: Mapped[int] = mapped_column(
        ForeignKey("claims.id", ondelete="CASCADE"), comment="The claim that answers (the one with the lower key)."
    )
    other_claim_id: Mapped[int] = mapped_column(
        ForeignKey("claims.id", ondelete="CASCADE"), comment="The claim that is answered."
    )
    kind: Mapped[str] = mapped_column(comment="denies, contradicts, disagrees, repeats or corroborates.")
    basis: Mapped[str] = mapped_column(comment="Why, in words.")
    confidence: Mapped[float | None] = mapped_column(comment="Share of right pairs on the development gold.")

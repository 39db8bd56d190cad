"""Tables of what an article holds: sections, infoboxes, links and images."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from archive.documents import LinkKind, UrlBasis, ValueKind
from archive.models.base import Base, index_of_given, iso_date, json_text, one_of, strict

__all__ = [
    "ArticleRow",
    "ImageRow",
    "InfoboxFieldRow",
    "InfoboxRow",
    "InfoboxValueRow",
    "LinkRow",
    "SectionRow",
    "WantedTitleRow",
]

# How the producer writes most targets in the text of an article.
_USUAL_TARGET = "'./' || replace(target_key, ' ', '_') || coalesce('#' || fragment, '')"
_TARGET = f"CASE WHEN target_key IS NULL OR target_written IS NOT NULL THEN target_written ELSE {_USUAL_TARGET} END"


class ArticleRow(Base):
    """An article: one row a title and language, made from its current source."""

    __tablename__ = "articles"
    __table_args__ = (
        Index("uq_articles_language_title_key", text("coalesce(language, '')"), "title_key", unique=True),
        Index("ix_articles_title_key_folded", text("lower(title_key)")),
        one_of("url_basis", UrlBasis),
        iso_date("published_on"),
        json_text("extra"),
        strict("Articles: one row for each title, made from the best of the files that tell it."),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the article.")
    slug: Mapped[str] = mapped_column(unique=True, comment="Name of the article in addresses; never changes.")
    title: Mapped[str] = mapped_column(index=True, comment="Title as written.")
    title_key: Mapped[str] = mapped_column(index=True, comment="Title normalised as MediaWiki does; links point to it.")
    language: Mapped[str | None] = mapped_column(comment="Language of the text (ISO 639-1), where it can be told.")
    short_description: Mapped[str | None] = mapped_column(comment="One line that says what the article is about.")
    description: Mapped[str | None] = mapped_column(comment="Description from the front matter.")
    author: Mapped[str | None] = mapped_column(comment="Author from the front matter.")
    published_on: Mapped[str | None] = mapped_column(index=True, comment="Date from the front matter (ISO 8601).")
    url: Mapped[str | None] = mapped_column(comment="Address of the original article.")
    url_basis: Mapped[str | None] = mapped_column(comment="given (by the file) or made (from title and language).")
    image_url: Mapped[str | None] = mapped_column(comment="Picture from the front matter, as written.")
    extra: Mapped[str] = mapped_column(default="{}", comment="Front matter that no column holds, as JSON.")
    word_count: Mapped[int] = mapped_column(default=0, comment="Words in all sections.")
    source_id: Mapped[int] = mapped_column(
        ForeignKey("sources.id", deferrable=True, initially="DEFERRED", use_alter=True),
        index=True,
        comment="The file it is made from.",
    )
    created_run_id: Mapped[int] = mapped_column(
        ForeignKey("ingest_runs.id"), index=True, comment="The run that added it."
    )
    updated_run_id: Mapped[int] = mapped_column(
        ForeignKey("ingest_runs.id"), index=True, comment="The run that last changed it."
    )


class SectionRow(Base):
    """A node of the heading tree with its own text, without its subsections."""

    __tablename__ = "sections"
    __table_args__ = (
        Index("ix_sections_article_id_position", "article_id", "position"),
        CheckConstraint("level BETWEEN 0 AND 6", name="level"),
        index_of_given("sections", "parent_id"),
        strict("Sections of articles as plain text; the text before the first heading has level 0."),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the section.")
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), comment="Its article.")
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("sections.id", ondelete="CASCADE"), comment="The section it stands in."
    )
    position: Mapped[int] = mapped_column(comment="Place in the article, from 0.")
    level: Mapped[int] = mapped_column(comment="Level of the heading, 1 to 6; 0 for the text before the first.")
    heading: Mapped[str] = mapped_column(comment="Text of the heading.")
    path: Mapped[str] = mapped_column(comment="Headings from the top down to this one, joined by ' / '.")
    anchor: Mapped[str] = mapped_column(comment="Name of the section in addresses (#anchor).")
    text: Mapped[str] = mapped_column(comment="Plain text of the section without its subsections.")
    folded: Mapped[str] = mapped_column(comment="Words with letters search cannot fold (ı, ə, ø …), in plain letters.")
    word_count: Mapped[int] = mapped_column(comment="Words in the text.")
    source_start: Mapped[int] = mapped_column(comment="Where it begins in the repaired file, in characters.")
    source_end: Mapped[int] = mapped_column(comment="Where it ends in the repaired file, in characters.")


class InfoboxRow(Base):
    """One infobox of an article."""

    __tablename__ = "infoboxes"
    __table_args__ = (strict("Infoboxes: the boxes of facts at the top of articles."),)

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the infobox.")
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True, comment="Its article."
    )
    position: Mapped[int] = mapped_column(comment="Place in the article, from 0.")
    type: Mapped[str | None] = mapped_column(comment="Kind of infobox, where the file tells it.")


class InfoboxFieldRow(Base):
    """One field of an infobox, its text as written."""

    __tablename__ = "infobox_fields"
    __table_args__ = (
        Index("ix_infobox_fields_article_id_group_name_group_index", "article_id", "group_name", "group_index"),
        Index("ix_infobox_fields_name", "name"),
        json_text("formatting"),
        strict("Fields of infoboxes, the text as written; combatant1 is group combatant, index 1."),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the field.")
    infobox_id: Mapped[int] = mapped_column(
        ForeignKey("infoboxes.id", ondelete="CASCADE"), index=True, comment="Its infobox."
    )
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), comment="Its article.")
    position: Mapped[int] = mapped_column(comment="Place in the infobox, from 0.")
    name: Mapped[str] = mapped_column(comment="Name as written (casualties1).")
    group_name: Mapped[str | None] = mapped_column(comment="Name without its number (casualties).")
    group_index: Mapped[int | None] = mapped_column(comment="The number (1): the side, where sides are numbered.")
    group_part: Mapped[str | None] = mapped_column(comment="The letter after the number (a in combatant1a).")
    text: Mapped[str] = mapped_column(comment="Text of the field as written.")
    number: Mapped[float | None] = mapped_column(comment="The number that the exporter saw in it.")
    formatting: Mapped[str | None] = mapped_column(comment="Bold and italic pieces of the text, as JSON.")


class InfoboxValueRow(Base):
    """One typed piece of a field's text."""

    __tablename__ = "infobox_values"
    __table_args__ = (
        one_of("kind", ValueKind),
        iso_date("date_start"),
        iso_date("date_end"),
        strict("Pieces of infobox fields, one line or bullet each, with the numbers and dates that are certain."),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the value.")
    field_id: Mapped[int] = mapped_column(
        ForeignKey("infobox_fields.id", ondelete="CASCADE"), index=True, comment="Its field."
    )
    position: Mapped[int] = mapped_column(comment="Place in the field, from 0.")
    depth: Mapped[int] = mapped_column(comment="Depth of the bullet, 0 for none.")
    label: Mapped[str | None] = mapped_column(comment="The label it stands under (Per Armenia).")
    text: Mapped[str] = mapped_column(comment="The piece as written.")
    kind: Mapped[str] = mapped_column(comment="text, number, quantity, date, date_range or country.")
    number_min: Mapped[float | None] = mapped_column(comment="The number, or the lower end of a range.")
    number_max: Mapped[float | None] = mapped_column(comment="The upper end; null where it is open (500+).")
    unit: Mapped[str | None] = mapped_column(comment="What is counted or measured.")
    date_start: Mapped[str | None] = mapped_column(comment="The date, or the first day of a range (ISO 8601).")
    date_end: Mapped[str | None] = mapped_column(comment="The last day of a range; null where it is open.")
    country_code: Mapped[str | None] = mapped_column(comment="Country of the flag (ISO 3166-1).")


class LinkRow(Base):
    """A reference to another article, site or wiki."""

    __tablename__ = "links"
    __table_args__ = (
        one_of("kind", LinkKind),
        CheckConstraint("(section_id IS NULL) <> (infobox_field_id IS NULL)", name="place"),
        index_of_given("links", "infobox_field_id"),
        index_of_given("links", "target_article_id"),
        strict("Links from sections and infobox fields; target_article_id is null while the target is not here."),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the link.")
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True, comment="The article it stands in."
    )
    section_id: Mapped[int | None] = mapped_column(
        ForeignKey("sections.id", ondelete="CASCADE"), index=True, comment="The section it stands in, or null."
    )
    infobox_field_id: Mapped[int | None] = mapped_column(
        ForeignKey("infobox_fields.id", ondelete="CASCADE"), comment="The field it stands in, or null."
    )
    position: Mapped[int] = mapped_column(comment="Place in the section or field, from 0.")
    kind: Mapped[str] = mapped_column(comment="internal, external, interwiki or file.")
    text: Mapped[str] = mapped_column(comment="Words of the link.")
    target: Mapped[str | None] = mapped_column(
        Computed(_TARGET, persisted=False), comment="What it points to, as written."
    )
    target_written: Mapped[str | None] = mapped_column(
        comment="What it points to, as written, where that is not `./Title_with_underscores#fragment`."
    )
    target_key: Mapped[str | None] = mapped_column(index=True, comment="The title it points to, normalised.")
    fragment: Mapped[str | None] = mapped_column(comment="The section it points to.")
    url: Mapped[str | None] = mapped_column(comment="Address of an external link.")
    wiki: Mapped[str | None] = mapped_column(comment="The other wiki of an interwiki link.")
    target_article_id: Mapped[int | None] = mapped_column(
        ForeignKey("articles.id", ondelete="SET NULL"), comment="The article it leads to, if it is here."
    )


class WantedTitleRow(Base):
    """A title that articles link to and that the archive lacks."""

    __tablename__ = "wanted_titles"
    __table_args__ = (
        Index("ix_wanted_titles_article_count", "article_count"),
        Index("ix_wanted_titles_target_key", "target_key"),
        strict("Titles that are linked to and that the archive lacks, counted when a run ends."),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the row; another after each count.")
    target_key: Mapped[str] = mapped_column(
        Text(collation="NOCASE"), comment="Title that is wanted, normalised; found in capital and small letters alike."
    )
    link_count: Mapped[int] = mapped_column(comment="Links that lead to it.")
    article_count: Mapped[int] = mapped_column(comment="Articles that link to it.")


class ImageRow(Base):
    """A picture that a section shows."""

    __tablename__ = "images"
    __table_args__ = (strict("Pictures in sections; only addresses are kept, nothing is fetched."),)

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the image.")
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True, comment="Its article."
    )
    section_id: Mapped[int] = mapped_column(
        ForeignKey("sections.id", ondelete="CASCADE"), index=True, comment="Its section."
    )
    position: Mapped[int] = mapped_column(comment="Place in the section, from 0.")
    url: Mapped[str] = mapped_column(comment="Address as written.")
    file_name: Mapped[str | None] = mapped_column(comment="Name of the file on Wikimedia, where the address tells it.")
    alt: Mapped[str] = mapped_column(comment="Text in place of the picture.")

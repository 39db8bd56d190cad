"""The tables as SQLAlchemy models: the only definition of what the database holds.

Tables are created and changed by the revisions in ``migrations/`` alone; a test proves that they and the models agree.
"""

from archive.models.articles import (
    ArticleRow,
    ImageRow,
    InfoboxFieldRow,
    InfoboxRow,
    InfoboxValueRow,
    LinkRow,
    SectionRow,
    WantedTitleRow,
)
from archive.models.base import Base
from archive.models.claims import ActorMentionRow, ActorRow, ClaimActorRow, ClaimQuantityRow, ClaimRelationRow, ClaimRow
from archive.models.search import FULL_TEXT_COLUMNS, FULL_TEXT_TABLES
from archive.models.sources import Folder, IngestError, IngestRun, OriginalFile, Source, TextRepair
from archive.models.views import VIEWS, View

__all__ = [
    "FULL_TEXT_COLUMNS",
    "FULL_TEXT_TABLES",
    "VIEWS",
    "ActorMentionRow",
    "ActorRow",
    "ArticleRow",
    "Base",
    "ClaimActorRow",
    "ClaimQuantityRow",
    "ClaimRelationRow",
    "ClaimRow",
    "Folder",
    "ImageRow",
    "InfoboxFieldRow",
    "InfoboxRow",
    "InfoboxValueRow",
    "IngestError",
    "IngestRun",
    "LinkRow",
    "OriginalFile",
    "SectionRow",
    "Source",
    "TextRepair",
    "View",
    "WantedTitleRow",
]

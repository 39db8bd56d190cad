"""The full-text tables: external content, so that no text is stored twice; kept by the writer, not by triggers.

``folded`` is searched beside the text because unicode61 leaves letters such as ı and ə as they are. Datasette sees
a full-text table only where its SQL says ``content="table"`` with double quotes.
"""

from __future__ import annotations

TOKENIZER = "porter unicode61 remove_diacritics 2"

FULL_TEXT_COLUMNS: dict[str, tuple[str, ...]] = {
    "sections_fts": ("heading", "text", "folded"),
    "claims_fts": ("claimant", "content", "sentence", "folded"),
}

FULL_TEXT_TABLES: dict[str, str] = {
    "sections_fts": (
        'CREATE VIRTUAL TABLE sections_fts USING fts5(heading, text, folded, content="sections", content_rowid="id", '
        f'tokenize="{TOKENIZER}")'
    ),
    "claims_fts": (
        "CREATE VIRTUAL TABLE claims_fts USING fts5(claimant, content, sentence, folded, "
        f'content="claims", content_rowid="id", tokenize="{TOKENIZER}")'
    ),
}

"""How much damaged text comes back right: the table in ``docs/repair.md``.

Takes sound files, damages each as a program would that reads UTF-8 for one code page and saves it again, repairs it and
compares. ``kept`` keeps the bytes that the code page leaves undefined as control characters, ``dropped`` loses them.
Only files with something beyond ASCII count, for nothing else can be damaged; each text counts once. Characters are
those beyond ASCII: ``right`` came back, ``wrong`` became another than they were (the rest is left damaged), and
``untold`` are files that are not as they were without a problem that says so.

    python benchmarks/repair.py FOLDER...
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from archive.reading.code_pages import CODE_PAGES, CodePage
from archive.reading.lines import LineIndex
from archive.reading.repair import repair_text

RUN = re.compile(r"[^\x00-\x7f]+")


@dataclass(slots=True)
class Score:
    """Files and characters beyond ASCII, and what became of them."""

    files: int = 0
    files_right: int = 0
    files_untold: int = 0
    characters: int = 0
    right: int = 0
    wrong: int = 0

    def row(self, name: str, mode: str) -> str:
        """One row of the table in Markdown."""
        return (
            f"| {name} | {mode} | {self.files_right / self.files:.1%} | {self.right / self.characters:.2%} "
            f"| {self.wrong} | {self.files_untold} |"
        )


def measure(sound: str, page: CodePage, score: Score, *, drop: bool) -> None:
    """Damage one text, repair it, and count what came back run by run."""
    damaged = page.damage(sound.encode("utf-8"), drop_undefined=drop)
    result = repair_text(damaged)
    score.files += 1
    score.files_right += result.text == sound
    score.files_untold += result.text != sound and not result.problems
    index = LineIndex(damaged)
    repairs = {(repair.line, repair.column): repair.repaired for repair in result.repairs}
    damaged_runs = RUN.finditer(damaged)
    for run in RUN.findall(sound):
        score.characters += len(run)
        left = page.damage(run.encode("utf-8"), drop_undefined=drop)
        if not left:
            continue
        repaired = repairs.get(index.position(next(damaged_runs).start()), left)
        changes = SequenceMatcher(None, run, repaired, autojunk=False).get_opcodes()
        score.right += sum(end - start for kind, start, end, _, _ in changes if kind == "equal")
        score.wrong += sum(
            character not in left
            for kind, _, _, start, end in changes
            if kind != "equal"
            for character in repaired[start:end]
        )


def main() -> None:
    """Print the table for the files of the folders given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    paths = sorted(path for folder in parser.parse_args().folders for path in folder.rglob("*.md*"))
    texts = sorted({text for path in paths if not (text := path.read_bytes().decode("utf-8")).isascii()})
    if not texts:
        sys.exit("No file with characters beyond ASCII in these folders.")
    started = time.perf_counter()
    changed = sum(repair_text(text).text != text for text in texts)
    elapsed = time.perf_counter() - started
    print(f"{len(texts)} sound texts beyond ASCII: {changed} changed, {elapsed / len(texts) * 1000:.3f} ms a text\n")
    characters = sum(map(len, RUN.findall("".join(texts))))
    print(f"{characters} characters beyond ASCII in {len(texts)} files.\n")
    print("| read as | undefined bytes | files right | characters right | wrong | untold files |")
    print("|---|---|---|---|---|---|")
    for page in CODE_PAGES:
        for drop in (False, True) if page.undefined else (False,):
            score = Score()
            for text in texts:
                measure(text, page, score, drop=drop)
            print(score.row(page.name, "dropped" if drop else "kept" if page.undefined else "none"), flush=True)


if __name__ == "__main__":
    main()

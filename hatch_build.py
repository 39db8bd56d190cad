"""A wheel whose parsers and rules are machine code: ``HATCH_BUILD_HOOK_ENABLE_CUSTOM=true pip install .`` runs this.

mypyc translates the typed modules of ``archive/parsing`` and ``archive/claims`` to C, and a C compiler makes extensions
of them. They are built in a folder of their own and stand beside the modules in the wheel only, never in the tree: what
is edited is what runs.
"""

from __future__ import annotations

import os
import pathlib
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PACKAGES = ("parsing", "claims")


class CompiledRules(BuildHookInterface[Any]):
    """Adds the compiled modules to a wheel. Where they cannot be compiled there is no wheel, and the error says why."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and tell the wheel which files to take; an editable one stays as it is."""
        if version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory(prefix="archive-compiled-")
        built = compiled_modules(pathlib.Path(self.root), pathlib.Path(self._folder.name))
        build_data["force_include"].update(built)
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what was built for the wheel."""
        if version != "editable":
            self._folder.cleanup()


def compiled_modules(root: pathlib.Path, folder: pathlib.Path) -> dict[str, str]:
    """The libraries made of the typed modules, built in ``folder``: where each is → its place in the wheel."""
    # Loaded here, for only who compiles has them.
    from mypyc.build import mypycify
    from setuptools import Distribution

    paths = [path for package in _PACKAGES for path in (root / "archive" / package).glob("[!_]*.py")]
    modules = sorted(str(path.relative_to(root)) for path in paths)
    before = pathlib.Path.cwd()
    os.chdir(root)
    try:
        extensions = mypycify(
            ["--follow-imports=silent", f"--cache-dir={folder / 'types'}", *modules],
            opt_level="3",
            multi_file=True,
            target_dir=str(folder / "c"),
            group_name="archive",
        )
        command = Distribution({"name": "archive", "ext_modules": extensions}).get_command_obj("build_ext")
        command.build_lib, command.build_temp = str(folder / "lib"), str(folder / "objects")
        command.parallel = os.cpu_count()
        command.ensure_finalized()
        command.run()
    finally:
        os.chdir(before)
    library = folder / "lib"
    return {str(path): path.relative_to(library).as_posix() for path in library.rglob("*") if path.is_file()}

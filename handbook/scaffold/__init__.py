"""A small complete handbook of one's own, ready to build, with the workflow files of four forges.

`scaffold_files` gives what `handbook new` writes; the texts are in `files/` and `workflows/` as
they are to be, but for a few blanks between two `@`.
"""

from handbook.scaffold.files import WORKFLOWS, scaffold_files, workflow_files

__all__ = ["WORKFLOWS", "scaffold_files", "workflow_files"]

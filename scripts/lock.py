"""Remake requirements.lock from pyproject.toml: `python3 scripts/lock.py [options of uv]`.

Pins stay as they are where they still fit; `--upgrade` renews all of them, `--upgrade-package
NAME` one. Resolved for every platform and Python at once by `uv`, which is fetched for this.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from bootstrap import LOCK, PYTHON, ROOT, TESTS_BELOW, VENV, guard

HEADER = """\
# All that the project installs, on every platform, with the sha256 of each file.
# Made by scripts/lock.py, not by hand. pip install --require-hashes -r requirements.lock
# takes all of it; scripts/build.py the first part, scripts/test.py both.

"""


def lock() -> int:
    """Resolve everything, then sort it: what a build needs, and what only the tests need.

    The blocks are those of the first resolution in both parts, so that the lock as a whole agrees
    with itself, in versions and in platform markers.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        python = folder / "venv" / PYTHON.relative_to(VENV)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], check=True)
        everything = folder / "all.txt"
        if LOCK.exists():
            everything.write_text(LOCK.read_text(encoding="utf-8"), encoding="utf-8")
        compile_to(everything, python, "--all-extras", *sys.argv[1:])
        build_only = folder / "build.txt"
        compile_to(build_only, python, "--constraint", str(everything))
        blocks = re.findall(r"^\S.*\n(?:[ ].*\n)*", everything.read_text("utf-8"), re.MULTILINE)
        needed = set(re.findall(r"^[\w.-]+(?===)", build_only.read_text("utf-8"), re.MULTILINE))
    build = [block for block in blocks if block.partition("==")[0] in needed]
    tests = [block for block in blocks if block not in build]
    text = f"{HEADER}{''.join(build)}\n{TESTS_BELOW}\n\n{''.join(tests)}"
    LOCK.write_text(text, encoding="utf-8", newline="\n")
    return 0


def compile_to(target: Path, python: Path, *options: str) -> None:
    """Let uv write the pins of pyproject.toml, its build system's among them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    command = [str(python), "-m", "uv", "pip", "compile", "pyproject.toml", "-", "--quiet"]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-config"]
    command += ["--no-header", "--no-emit-index-url", "--no-annotate", "-o", str(target)]
    requirements = "\n".join(project["build-system"]["requires"])
    subprocess.run([*command, *options], cwd=ROOT, input=requirements, encoding="utf-8", check=True)


if __name__ == "__main__":
    guard(lock)

"""Build the handbook and its `site.zip`: `python3 scripts/build.py [arguments of handbook build]`.

Makes `.venv` the first time, mends it whenever what it should hold has changed, then runs its
`handbook build --zip`. On Windows: `py scripts\\build.py`.
"""

import sys

import bootstrap


def build() -> int:
    """Set up what a build needs, and build."""
    bootstrap.prepare(tests=False)
    return bootstrap.become(str(bootstrap.HANDBOOK), "build", "--zip", *sys.argv[1:])


if __name__ == "__main__":
    bootstrap.guard(build)

"""Worker processes, which end with the process that started them, however that ends."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")
PER_PROCESS = 100
"""How many documents make another process worth its start."""
_work: list[Callable[[Any], Any]] = []
"""What a worker process does, handed over when it starts."""


def spread(work: Callable[[_T], _R], documents: Sequence[_T]) -> Iterable[_R]:
    """`map`, in all processors where there are documents enough to pay for starting them."""
    workers = min(os.cpu_count() or 1, len(documents) // PER_PROCESS)
    if workers < 2:
        return map(work, documents)
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers, initializer=_start, initargs=(work,)) as pool:
        return list(pool.map(_do, documents, chunksize=PER_PROCESS // 4))


def _start(work: Callable[[Any], Any]) -> None:
    end_with_parent()
    _work[:] = [work]


def _do(document: Any) -> Any:
    return _work[0](document)


def end_with_parent() -> None:
    """In a worker: end at once when its parent has ended, even killed. A pool's initializer.

    A pool's workers wait for work for ever otherwise: nobody tells them that none will come.
    """
    # None of it is loaded where there are no workers.
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        # Of workers that were forked one after the other, a later one holds the earlier one's
        # sentinel open: they end one after the other too.
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()

"""Worker processes that end with the process that started them, however that ends."""

from __future__ import annotations

import os
import threading


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

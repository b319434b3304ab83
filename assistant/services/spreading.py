"""Many pieces of work of one kind, spread over the processors of this machine."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import parent_process
from threading import Thread
from typing import TypeVar

from assistant.errors import EngineFailed

T = TypeVar("T")
R = TypeVar("R")

_FEW = 8
"""Pieces up to which starting processes takes longer than they save."""
_AHEAD = 4
"""Pieces a processor that are handed out before the first of them has come back: memory stays bounded."""


def spread(work: Callable[[T], R], pieces: Iterable[T]) -> Iterator[tuple[T, R]]:
    """Each piece with what ``work`` makes of it, in order, as soon as it is done. ``work``, pieces and results are
    sent to other processes where there are more than a few pieces, and so have to be picklable.

    Raises what ``work`` raises, and ``EngineFailed`` where a process was ended from outside.
    """
    waiting = iter(pieces)
    first = list(islice(waiting, _FEW + 1))
    processors = os.cpu_count() or 1
    if len(first) <= _FEW or processors < 2:
        yield from ((piece, work(piece)) for piece in chain(first, waiting))
        return
    # Done here: what it loads, the processes find loaded.
    yield first[0], work(first[0])
    pool = ProcessPoolExecutor(processors, initializer=_begin)
    try:
        running: deque[tuple[T, Future[R]]] = deque()
        for piece in chain(first[1:], waiting):
            running.append((piece, pool.submit(work, piece)))
            if len(running) == _AHEAD * processors:
                yield _finished(*running.popleft())
        while running:
            yield _finished(*running.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """An interrupt ends the process that hands out the work, and that one ends these; they end with it in any case."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _finished(piece: T, future: "Future[R]") -> tuple[T, R]:
    try:
        return piece, future.result()
    except BrokenProcessPool as error:
        raise EngineFailed(
            "A process that was at work was ended from outside.", "There may be too little memory; run it again."
        ) from error

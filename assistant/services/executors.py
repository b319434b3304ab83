"""Which processes are working in a data folder, and which died in the middle.

Each process holds a lock on a file of its own, named after it; the kernel lets the lock go when the process ends, in
whatever way. A file that nobody holds is a dead process's, and its unfinished work may be taken over.
"""

import fcntl
import os
import secrets
from pathlib import Path


class Executor:
    """This process's place among those of the folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self.id = secrets.token_hex(8)
        # Locked before it has its name: nobody can take a process that is starting for a dead one.
        nameless = folder / f".{self.id}"
        self._file = os.open(nameless, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        nameless.rename(self._path(self.id))
        self._dead: dict[str, int] = {}

    def claim_dead(self) -> list[str]:
        """The ids of dead processes, which are this one's to take over until ``buried``."""
        for path in self._folder.glob("*.lock"):
            if path.stem == self.id or path.stem in self._dead:
                continue
            handle = os.open(path, os.O_RDWR)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)  # Alive.
                continue
            self._dead[path.stem] = handle
        return sorted(self._dead)

    def bury(self) -> None:
        """What the dead left has been taken over: forget them."""
        while self._dead:
            id, handle = self._dead.popitem()
            self._path(id).unlink(missing_ok=True)
            os.close(handle)

    def release(self) -> None:
        """This process works here no longer; what it leaves unfinished is for the next one."""
        os.close(self._file)

    def _path(self, id: str) -> Path:
        return self._folder / f"{id}.lock"

"""First come, first served: the writers of one database file in this process. Pure."""

import threading
from collections import deque


class WriterQueue:
    """Lets one in at a time, in the order in which they asked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def enter(self, seconds: float) -> bool:
        """Wait for one's turn, at most so long; whether it came. Who was let in must `leave`."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(seconds):
            return True
        with self._lock:
            # The turn may have come between the end of the wait and this line.
            if turn.is_set():
                return True
            self._waiting.remove(turn)
        return False

    def leave(self) -> None:
        """Let the next one in."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False

    def __len__(self) -> int:
        """How many wait."""
        with self._lock:
            return len(self._waiting)

"""The selector and the wake-up sockets of loops that are closed, kept for the next loops.

Making and closing them is most of what a short-lived loop costs, and exploring makes thousands.
"""

from __future__ import annotations

import atexit
import os
import selectors
import socket
from typing import NamedTuple

MOST = 4
"""How many are kept: loops that are open at the same time are rare."""


class Wakeup(NamedTuple):
    """What a selector loop needs to be woken: the receiver is registered with the selector, alone."""

    selector: selectors.BaseSelector
    receiver: socket.socket
    sender: socket.socket

    def is_open(self) -> bool:
        """Whether neither socket is closed.

        A loop that is collected unclosed closes itself, but the collector finalizes the sockets of
        that garbage as well, before or after.
        """
        return self.receiver.fileno() >= 0 and self.sender.fileno() >= 0

    def close(self) -> None:
        """Close the selector and both sockets."""
        for thing in self:
            thing.close()


_kept: list[Wakeup] = []


def take() -> Wakeup | None:
    """A wake-up that was kept, if there is one; it now belongs to the caller."""
    while _kept:
        wakeup = _kept.pop()
        if wakeup.is_open():
            return wakeup
        wakeup.close()
    return None


def keep(wakeup: Wakeup) -> bool:
    """Keep this one for later, unless enough are kept or it is still in use; False then."""
    selector, receiver, _ = wakeup
    if len(_kept) >= MOST or len(selector.get_map()) != 1:
        return False
    try:
        while receiver.recv(4096):
            pass  # wake-ups that came too late for their loop
    except BlockingIOError:
        selector.modify(receiver.fileno(), selectors.EVENT_READ, None)  # let go of the loop
        _kept.append(wakeup)
        return True
    return False


def drop() -> None:
    """Close all that are kept."""
    while _kept:
        _kept.pop().close()


atexit.register(drop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=drop)  # a child would share the selector with its parent

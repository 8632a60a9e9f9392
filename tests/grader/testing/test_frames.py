import sys
import weakref

from grader.testing._frames import clear


class Thing:
    pass


def test_cleared_frames_hold_nothing_even_if_someone_looked_at_their_locals():
    def fail():
        thing = Thing()
        kept.append(weakref.ref(thing))
        raise OSError("no signal")

    kept = []
    try:
        fail()
    except OSError as caught:
        error = caught
    assert "thing" in error.__traceback__.tb_next.tb_frame.f_locals  # as pytest does

    clear(error.__traceback__)

    assert kept[0]() is None
    assert sys._getframe().f_locals["kept"] is kept  # what still runs is left alone

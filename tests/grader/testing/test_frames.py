import sys
import weakref

from grader.testing._frames import clear, locals_of


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


def test_looking_at_locals_keeps_nothing_alive():
    def look():
        thing = Thing()
        seen = weakref.ref(thing)
        assert locals_of(sys._getframe())["thing"] is thing
        del thing
        return seen()

    assert look() is None


def test_who_asked_for_their_locals_keeps_them():
    def look():
        thing = Thing()
        names = locals()
        assert locals_of(sys._getframe())["thing"] is thing
        return names["thing"] is thing

    assert look()

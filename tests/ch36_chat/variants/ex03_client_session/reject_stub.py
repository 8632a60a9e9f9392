"""A user says QUIT, and then all goes as it should.

kills: test_a_visit test_the_end test_broken_off test_cancelled test_replaced
loses: test_a_visit test_the_end test_broken_off test_closing_fails test_cancelled
    test_cancelled_while_it_speaks test_cancelled_anywhere test_replaced test_replaced_and_announced
    test_removed_already test_broadcast_fails test_nearly_quit
"""

"""Nothing is written yet.

kills: test_offers
loses: test_offers test_what_is_dropped_is_done test_no_limit test_falsy_items_are_dropped_too
    test_drained test_what_is_drained_is_done test_what_is_being_worked_on_is_not_done
    test_who_waits_for_room test_a_late_item test_nothing_comes test_an_item_that_is_there
    test_two_that_look test_who_marks_it_as_done test_cancelled_at_any_moment
"""

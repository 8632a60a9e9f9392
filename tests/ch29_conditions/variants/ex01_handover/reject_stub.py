"""A notification is kept for whoever waits later; and a list may be changed before the lock is
taken.

kills: test_published_before test_published_while_held
loses: test_published_before test_published_while_held test_consumed_while_held
    test_let_go_too_early test_published_before_the_wait test_a_notification_without_an_item
    test_empty_items test_all_at_once test_a_cancelled_publisher
"""

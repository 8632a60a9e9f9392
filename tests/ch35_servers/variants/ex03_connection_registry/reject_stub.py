"""`server.sockets` has a socket for each client.

kills: test_nobody test_up test_down test_closed
loses: test_nobody test_up test_down test_until_the_handler_ends test_closed test_nothing_is_read
    test_a_reset test_served_after_the_stop
"""

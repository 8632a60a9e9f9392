"""`serve_forever` returns when somebody closes the server, and closing it ends its connections.

kills: test_no_clients test_returns_none test_a_client_that_stays
loses: test_no_clients test_returns_none test_a_client_that_stays test_a_busy_handler
    test_a_handler_without_a_connection test_clean_up test_several_clean_up_at_once
    test_a_clean_up_that_fails test_connections_end test_cancelled test_a_client_that_left
    test_a_handler_that_fails
"""

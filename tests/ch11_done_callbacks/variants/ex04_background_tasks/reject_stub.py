"""Tasks that were kept need not be dropped, and every task can be asked for its exception.

kills: test_the_count test_cancelled
loses: test_the_count test_let_go test_cancelled test_cancelled_at_once test_on_error_fails
    test_drain test_started_late test_drain_is_cancelled test_two_of_them
"""

"""A write that is only awaited goes on when its saver is gone.

kills: test_a_cancelled_saver test_close_waits test_a_record_during_close
    test_a_record_after_close test_failed_writes_at_close
loses: test_a_cancelled_saver test_cancelled_at_any_moment test_close_waits test_equal_records
    test_a_record_during_close test_a_record_after_close test_a_record_after_a_cancelled_close
    test_failed_writes_at_close test_a_failed_write_before_close test_closed_twice
    test_close_is_cancelled
"""

"""Every report has an exception, and whoever sets a handler next has to know what was there.

kills: test_a_report_without_an_exception test_an_earlier_handler
loses: test_a_report_without_an_exception test_an_earlier_handler test_no_earlier_handler
    test_a_block_that_raises test_a_block_that_sets_a_handler test_nested_blocks
    test_after_nested_blocks
"""

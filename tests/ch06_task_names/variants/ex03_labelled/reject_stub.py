"""A label goes by itself when its block is left.

kills: test_label_within_label test_an_exception test_cancelled_in_the_block
loses: test_label_within_label test_colons_everywhere test_renamed_in_the_block test_an_exception
    test_cancelled_in_the_block test_cancelled_anywhere test_blocks_that_overlap
    test_made_by_another_task test_an_exception_of_another_kind
"""

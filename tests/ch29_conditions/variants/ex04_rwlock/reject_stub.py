"""Nothing is written yet.

kills: test_three_readers test_two_writers test_readers_behind_a_writer
    test_a_reader_behind_a_waiting_writer test_a_waiting_writer_gives_up test_exceptions
    test_a_cancelled_writer
loses: test_three_readers test_two_writers test_readers_behind_a_writer
    test_a_reader_behind_a_waiting_writer test_a_waiting_writer_gives_up
    test_one_of_two_waiting_writers_gives_up test_a_writer_gives_up_behind_a_writer test_exceptions
    test_a_cancelled_writer test_cancelled_writers test_cancelled_readers test_all_at_once
"""

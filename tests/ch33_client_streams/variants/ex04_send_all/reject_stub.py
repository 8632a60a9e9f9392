"""Whatever comes between or after the writes empties the buffer: another turn of the loop, a task that drains, one `drain()` at the end.

kills: test_a_peer_that_does_not_read
loses: test_a_peer_that_does_not_read test_the_buffer_between_chunks
"""

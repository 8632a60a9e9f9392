"""`read(n)` gives n bytes.

kills: test_byte_by_byte
loses: test_byte_by_byte test_cut_in_the_header test_cut_in_the_payload test_cut_after_the_header
"""

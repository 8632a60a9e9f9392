"""It was saved in Latin-1.

status: error
message: is not UTF-8
line: 8
"""

# Grüße

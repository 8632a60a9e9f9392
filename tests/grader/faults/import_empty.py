"""Nothing is in the file but this.

status: error
message: defines no `double`
"""

"""When a watch had asked the same before, and how long the phone's clock took to answer."""

_COLUMNS = """
ALTER TABLE raw_files ADD COLUMN looked_before_ms INTEGER;
ALTER TABLE clock_readings ADD COLUMN host_after_ms INTEGER;
"""

SCRIPTS = (_COLUMNS,)

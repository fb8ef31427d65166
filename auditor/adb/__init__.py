"""Everything that talks to a phone."""

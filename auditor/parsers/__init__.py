"""Bytes in, records out: no database, no device, no now()."""

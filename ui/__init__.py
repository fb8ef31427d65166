"""The window: everything that imports Qt. It holds no facts; it shows what `auditor` says."""

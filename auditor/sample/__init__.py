"""The sample phone: a simulated Android phone behind a real ADB conversation."""

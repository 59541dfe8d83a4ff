"""The operator's conventions and protected names."""

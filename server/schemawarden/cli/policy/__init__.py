"""`schemawarden policy`: the operator's rules tried on examples, and another tool's policy read."""

"""`python -m schemawarden`."""

from schemawarden.cli import main

main()

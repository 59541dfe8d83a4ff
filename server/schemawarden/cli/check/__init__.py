"""`schemawarden check`: the policy over SQL files. It needs no server, no config, no engine and no database.

- A file argument is a change set of its own; a directory is one change set, in the order of the tool that runs it (`layouts`).
- The text alone is looked at, and the verdict is that of the mode `warning-sensitive`. No comment in a file decides anything.
- What can't be read stops the run; what can't be understood is a finding.
- It starts without typer, and without the policy where the cache knows every answer: files that did not change since the
  last run are to cost no more than reading them. So what is imported at the top of these modules is chosen with care, and
  plain data are named tuples here: `dataclasses` alone takes as long as a hundred files.
"""

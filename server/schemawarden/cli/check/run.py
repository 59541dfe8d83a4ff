"""One run: read, ask the cache, check what is left, leave out what was accepted, tell."""

from __future__ import annotations

import sys
from typing import NamedTuple

from schemawarden.cli.check.answering import answers
from schemawarden.cli.check.arguments import Options
from schemawarden.cli.check.cache import NOTHING, Cache, Output
from schemawarden.cli.check.gathering import gather
from schemawarden.cli.check.keys import key_of_run, keys_of
from schemawarden.cli.check.look import Look, look_of
from schemawarden.cli.check.model import SEVERITIES, ChangeSet, Checked, Question, Result
from schemawarden.cli.check.opening import directory, open_cache
from schemawarden.cli.check.policy import question_of

_NOTATIONS = {"goose": b"-- +goose Down", "dbmate": b"-- migrate:down"}


class _Work(NamedTuple):
    options: Options
    question: Question
    change_sets: list[ChangeSet]
    remarks: list[str]
    look: Look


def run(options: Options) -> bool:
    """Check and tell. Whether something was found at or above the threshold.

    Raises SchemawardenError for what makes an answer impossible.
    """
    work = _read(options)
    cache, keys = _cache(work)
    try:
        key = _key_of_run(work, keys)
        output = cache.output(key) or _new(work, cache, keys)
        cache.keep_output(key, output)
    finally:
        cache.close()
    sys.stdout.write(output.text)
    sys.stdout.flush()
    return output.failing


def _read(options: Options) -> _Work:
    question = question_of(options)
    change_sets = gather(options.paths, options.runner)
    remarks = _remarks(change_sets)
    if options.since:
        from schemawarden.cli.check.since import changed_since

        change_sets = changed_since(change_sets, options.since)
    return _Work(options, question, change_sets, remarks, look_of(options.color))


def _remarks(change_sets: list[ChangeSet]) -> list[str]:
    """Files that look like goose's or dbmate's: the part that undoes is checked too, unless the caller says whose they are."""
    return [
        f"Some files hold the mark `{mark.decode()}`. With --runner {runner} what follows it is left out."
        for runner, mark in _NOTATIONS.items()
        if any(
            mark in source.content for each in change_sets if each.runner == "auto" for source in each.files
        )
    ]


def _cache(work: _Work) -> tuple[Cache, list[bytes]]:
    """The cache, and a key for each change set. No cache where something decides that has no text: an operator's own code."""
    if work.options.cache:
        try:
            return open_cache(directory()), keys_of(work.change_sets, work.question)
        except TypeError:
            pass
    return NOTHING, [b"%d" % number for number in range(len(work.change_sets))]


def _key_of_run(work: _Work, keys: list[bytes]) -> bytes | None:
    """None when the output hangs on more than the files."""
    options = work.options
    if work.remarks or options.baseline or options.write_baseline:
        return None
    paths = (source.path for change_set in work.change_sets for source in change_set.files)
    return key_of_run(
        keys, paths, (options.format, options.fail_on, str(options.quiet), *map(str, work.look))
    )


def _new(work: _Work, cache: Cache, keys: list[bytes]) -> Output:
    options, remarks = work.options, work.remarks
    files = answers(work.change_sets, work.question, cache, keys)
    if options.write_baseline:
        return _recorded(options, files)
    if options.baseline:
        files, told = _accepted(options.baseline, files)
        remarks = [*remarks, *told]
    sources = {source.path: source.content for each in work.change_sets for source in each.files}
    return Output(_fails(options.fail_on, files), _told(Result(files, sources, remarks), work))


def _fails(threshold: str, files: list[Checked]) -> bool:
    failing = SEVERITIES[SEVERITIES.index(threshold) :]
    return any(found.severity in failing for checked in files for found in checked.findings)


def _recorded(options: Options, files: list[Checked]) -> Output:
    from schemawarden.cli.check.baseline import write_baseline

    recorded, forbidden = write_baseline(options.write_baseline, files)
    words = f"{options.write_baseline}: {recorded} findings are accepted from now on."
    if forbidden:
        words += f" {forbidden} forbidden ones can't be."
    if not options.quiet:
        _note([words])
    return Output(failing=False, text="")


def _accepted(path: str, files: list[Checked]) -> tuple[list[Checked], list[str]]:
    from schemawarden.cli.check.baseline import accept, read_baseline

    accepted = accept(files, read_baseline(path))
    remarks = [f"{accepted.number} findings are accepted by {path}."] if accepted.number else []
    return accepted.files, remarks + [
        f"The baseline's entry {stale} fits nothing any more." for stale in accepted.stale
    ]


def _told(result: Result, work: _Work) -> str:
    """The result in the format that was asked for. Programs' formats have no place for remarks."""
    from schemawarden.cli.check.formats import told

    options = work.options
    if options.quiet:
        result = result._replace(remarks=[])
    if options.format in ("json", "sarif", "github"):
        _note(result.remarks)
    return told(result, options.format, work.look, quiet=options.quiet)


def _note(remarks: list[str]) -> None:
    if remarks:
        from schemawarden_policy.visible import visible

        sys.stderr.write("".join(f"{visible(remark, keep='')}\n" for remark in remarks))

"""Rules in Python: from the operator's installation and from nowhere else."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemawarden.settings import ConfigProblemsError, load, plugins
from schemawarden.settings.plugins import BadPluginError, load_plugin
from schemawarden_policy.settings import Settings
from tests.policy.cases import report
from tests.server.settings.conftest import TARGET, Write

MODULE = """
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.statement import Dialect

def check(migration, settings):
    for statement in migration.statements():
        yield Sighting(statement.place, "seen by {name}")

RULE = Rule("{rule}", "any", Severity.WARNING, frozenset(Dialect), check)
RULES = (RULE,)
"""


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A directory that counts as the environment's own."""
    place = tmp_path / "site-packages"
    place.mkdir()
    monkeypatch.setattr(plugins, "_places", lambda: [str(place)])
    before = set(sys.modules)
    yield place
    for name in set(sys.modules) - before:
        if getattr(sys.modules[name], "__file__", "") and str(tmp_path) in str(sys.modules[name].__file__):
            del sys.modules[name]


def install(
    place: Path, name: str = "house-rules", *, module: str = "", point: str = "", version: str = "1.0"
) -> str:
    """A package as pip leaves it."""
    module_name = name.replace("-", "_")
    info = place / f"{module_name}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    (info / "entry_points.txt").write_text(f"[schemawarden.rules]\nmain = {point or f'{module_name}:RULE'}\n")
    (place / f"{module_name}.py").write_text(
        module or MODULE.replace("{name}", name).replace("{rule}", f"{name}-rule")
    )
    return name


def test_a_named_package_gives_its_rules(environment: Path, write: Write) -> None:
    install(environment)
    config = load(
        write(f'{TARGET}[policy]\nplugins = ["house-rules"]\nrules = {{house-rules-rule = "error"}}')
    )
    found = config.policy_settings(config.targets["app"])
    (finding,) = (f for f in report("SELECT 1;", settings=found).findings if f.rule == "house-rules-rule")
    assert (finding.severity.word, finding.message) == ("error", "seen by house-rules")


def test_a_package_that_is_not_named_is_not_loaded(environment: Path, write: Write) -> None:
    install(environment, module="raise RuntimeError('loaded')")
    config = load(write(TARGET))
    assert config.policy_settings(config.targets["app"]).custom == Settings().custom


@pytest.mark.parametrize(
    ("module", "point", "told"),
    [
        ("raise RuntimeError('secret')", "", "can't be imported: RuntimeError"),
        ("import sys; sys.exit(3)", "", ""),
        ("X = 1", "house_rules:X", "no schemawarden_policy.rule.Rule"),
        ("X = 1", "house_rules:Y", "can't be imported: AttributeError"),
        ("X = ()", "house_rules:X", "gives no rule"),
        (MODULE.replace("{rule}", "drop-table"), "", "drop-table is the name of another rule"),
        (MODULE.replace("{rule}", "ds102"), "other_module:RULE", "has no module other_module"),
    ],
)
def test_what_can_not_be_taken_is_told(
    environment: Path, write: Write, module: str, point: str, told: str
) -> None:
    install(environment, module=module, point=point)
    config = write(f'{TARGET}[policy]\nplugins = ["house-rules"]')
    if not told:  # a plugin that ends the process does so: it is the operator's code
        with pytest.raises(SystemExit):
            load(config)
        return
    with pytest.raises(ConfigProblemsError) as refused:
        load(config)
    assert refused.value.code == "CONFIG_PLUGIN"
    assert told in str(refused.value)
    assert "secret" not in str(refused.value)


def test_two_packages_can_not_give_one_rule(environment: Path, write: Write) -> None:
    same = MODULE.replace("{rule}", "same")
    install(environment, "one", module=same)
    install(environment, "two", module=same)
    with pytest.raises(ConfigProblemsError) as refused:
        load(write(f'{TARGET}[policy]\nplugins = ["one", "two"]'))
    assert "same is the name of another rule" in str(refused.value)


def test_source_and_version_are_in_the_digest(environment: Path, write: Write) -> None:
    def digest() -> str:
        config = load(write(f'{TARGET}[policy]\nplugins = ["house-rules"]'))
        sys.modules.pop("house_rules", None)
        return config.policy_digest(config.targets["app"])

    install(environment)
    first = digest()
    assert digest() == first
    source = environment / "house_rules.py"
    source.write_text(source.read_text() + "# another byte\n")
    second = digest()
    assert second != first
    (environment / "house_rules-1.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: house-rules\nVersion: 1.1\n"
    )
    assert digest() != second


def test_all_files_of_a_package_are_in_the_digest(environment: Path) -> None:
    install(environment, module="raise ImportError")
    (environment / "house_rules.py").unlink()
    package = environment / "house_rules"
    package.mkdir()
    (package / "__init__.py").write_text(MODULE.replace("{rule}", "house-rule"))
    (package / "table.txt").write_text("a")
    digests = set()
    for text in ("a", "b"):
        (package / "table.txt").write_text(text)
        digests.add(load_plugin("house-rules", (), ()).sha256)
        sys.modules.pop("house_rules", None)
    assert len(digests) == 2
    assert hashlib.sha256().hexdigest() not in digests


def test_source_that_others_can_change_is_refused(environment: Path) -> None:
    install(environment)
    (environment / "house_rules.py").chmod(0o666)
    with pytest.raises(BadPluginError, match="other users can change"):
        load_plugin("house-rules", (), ())


def test_an_environment_in_a_workspace_gives_nothing(environment: Path) -> None:
    install(environment)
    with pytest.raises(BadPluginError, match="not installed"):
        load_plugin("house-rules", (), [environment.parent])


# --- from nowhere else: in a process of its own, started where an agent writes ----------------------------------------

SCRIPT = """\
import sys
from pathlib import Path
from schemawarden.settings.plugins import BadPluginError, load_plugin
try:
    print("loaded", load_plugin("house-rules", (), ()).rules[0].id)
except BadPluginError as error:
    print("refused", error)
print("evil" if "evil" in sys.modules or Path("PWNED").exists() else "clean")
"""


def started(directory: Path, **variables: str) -> str:
    """What a process says that is started in `directory` with it first on its path, as `python -c` and `-m` have it."""
    found = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=directory,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout


def test_a_package_in_the_current_directory_is_not_found(tmp_path: Path) -> None:
    install(tmp_path, module="open('PWNED', 'w').close()")
    assert started(tmp_path).splitlines() == [
        "refused is not installed in the environment that schemawarden runs in",
        "clean",
    ]


def test_a_package_on_pythonpath_is_not_found(tmp_path: Path) -> None:
    place = tmp_path / "elsewhere"
    install(place, module="open('PWNED', 'w').close()")
    assert "refused" in started(tmp_path, PYTHONPATH=str(place))
    assert not (tmp_path / "PWNED").exists()


def test_a_module_in_the_current_directory_does_not_stand_in_for_an_installed_one(tmp_path: Path) -> None:
    """The package is installed; the agent has put modules of its names, and of what it imports, into the workspace."""
    environment, workspace = tmp_path / "env", tmp_path / "work"
    workspace.mkdir()
    install(
        environment,
        module="import textwrap\nimport helper_of_house\n" + MODULE.replace("{rule}", "house-rule"),
    )
    (environment / "helper_of_house.py").write_text("")
    for name in ("house_rules", "helper_of_house"):
        (workspace / f"{name}.py").write_text("import evil\n")
    (workspace / "evil.py").write_text("open('PWNED', 'w').close()\n")
    script = SCRIPT.replace(
        "try:",
        f"import schemawarden.settings.plugins as p\np._places = lambda: [{str(environment)!r}]\ntry:",
        1,
    )
    found = subprocess.run(
        [sys.executable, "-c", script], cwd=workspace, capture_output=True, text=True, check=True
    )
    assert found.stdout.splitlines() == ["loaded house-rule", "clean"]

"""A16: neither server nor engine nor sandbox speaks to a network: no update check, no telemetry, no login."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.site import Site
from tests.threats.agent import Agent, over_stdio, server_command
from tests.threats.world import World

MORE = "CREATE TABLE more (id INTEGER PRIMARY KEY);\n"
PROXIES = {
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "ATLAS_TOKEN": "aci_x",
    "ATLAS_CLOUD": "true",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318",
}
"""What would make a chatty program talk."""


async def a_working_day(site: Site, agent: Agent) -> None:
    """Every tool, and an apply that succeeds."""
    site.migrate(MORE)
    await agent.do_everything()
    plan = (await agent.call("dry_run", target="app"))["plan_id"]
    await site.approve(plan)
    assert (await agent.call("apply_plan", plan_id=plan))["outcome"] == "applied"


@pytest.mark.needs_apt("strace")
async def test_A16_no_process_opens_a_network_socket(world: World) -> None:
    trace = world.site.state / "trace"
    command = [
        "strace",
        "-f",
        "-qq",
        "-e",
        "trace=socket,connect,sendto,sendmsg",
        "-o",
        str(trace),
        *server_command(world.site),
    ]
    async with over_stdio(world.site, world.site.state / "stderr", command=command, env=PROXIES) as agent:
        await a_working_day(world.site, agent)
    lines = trace.read_text().splitlines()
    families = set(re.findall(r"\b[AP]F_[A-Z0-9]+", "\n".join(lines)))
    assert families <= {"AF_UNIX"}, families  # the C library asks a local name service who we are
    assert len(children_in(lines)) > 0, "strace saw nothing"


def children_in(lines: list[str]) -> set[str]:
    return {line.split()[0] for line in lines}


async def test_A16_the_server_holds_no_network_socket_and_writes_nothing_into_the_home(
    world: World, temporary: Path
) -> None:
    """Without strace: the server's sockets at the end of a working day, and what Atlas would leave in ~/.atlas."""
    home = temporary.parent / "home"
    home.mkdir()
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")
    env = PROXIES | dict.fromkeys(names, str(home))
    async with over_stdio(world.site, world.site.state / "stderr", env=env) as agent:
        await a_working_day(world.site, agent)
        (server,) = servers_of(world.site)
        assert not sockets_of(server) & network_sockets()
    assert list(home.iterdir()) == []


def servers_of(site: Site) -> list[Path]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if str(site.config).encode() in line and line.startswith(sys.executable.encode()):
            found.append(process)
    return found


def sockets_of(process: Path) -> set[str]:
    links = [str(descriptor.readlink()) for descriptor in (process / "fd").iterdir()]
    return {link.partition("[")[2].rstrip("]") for link in links if link.startswith("socket:")}


def network_sockets() -> set[str]:
    """Inodes of all internet sockets of this machine."""
    inodes = set()
    for table in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6"):
        path = Path("/proc/net", table)
        if path.exists():
            inodes |= {line.split()[9] for line in path.read_text().splitlines()[1:]}
    return inodes

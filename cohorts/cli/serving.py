"""`cohorts serve`, `web` and `worker`: the processes of an installation."""

import errno
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click
from flask.cli import ScriptInfo, pass_script_info

from cohorts import settings as settings_module
from cohorts import supervisor
from cohorts.settings import Settings

LOOPBACK = ("127.0.0.1", "::1", "localhost")
# Twenty bodies that crawl hold a thread each, perhaps all in one worker: there are more than that.
THREADS = 24
CONNECTIONS = 1024
SECONDS_TO_STOP = 5

host_option = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
port_option = click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, envvar="PORT", help="Port to listen on."
)
workers_option = click.option("--workers", default=2, show_default=True, help="Web processes.")
# `make` may be killed: what it started must not stay behind.
parent_option = click.option("--parent", type=int, hidden=True)
lifeline_option = click.option("--lifeline", type=int, hidden=True)


@click.command()
@host_option
@port_option
@workers_option
@parent_option
def serve(host: str, port: int, workers: int, parent: int | None) -> None:
    """Run the web server and the message worker together."""
    settings = settings_module.load()
    _check_free(host, port)
    web = ["web", "--host", host, "--port", str(port), "--workers", str(workers)]
    with _sign_in_link(settings, host) as link:
        code = supervisor.run(
            [_command(*web), _command("worker")],
            listening=(host, port),
            when_ready=lambda: _welcome(settings, link),
            parent=parent,
        )
    sys.exit(code)


@click.command()
@host_option
@port_option
@workers_option
@lifeline_option
def web(host: str, port: int, workers: int, lifeline: int | None) -> None:
    """Run the web server alone."""
    settings_module.load()
    _check_free(host, port)
    supervisor.end_with_supervisor(lifeline)
    run("cohorts.wsgi:app", host, port, workers)


@click.command()
@lifeline_option
@click.option("--once", is_flag=True, help="Do what is due, then end; 1 where the mail server is away.")
@pass_script_info
def worker(info: ScriptInfo, lifeline: int | None, once: bool) -> None:
    """Run the message worker alone."""
    from cohorts import worker as messages

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    supervisor.end_with_supervisor(lifeline)
    if not once:
        messages.run(info.load_app(), stop)
    elif wrong := messages.once(info.load_app(), stop):
        raise click.ClickException(wrong)


def run(application: str, host: str, port: int, workers: int) -> None:
    """Serve a WSGI application, named as `module:name`, until a signal: each worker loads its own."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    server = Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_STOP,
    )
    server.serve()


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "cohorts", *arguments]


def _check_free(host: str, port: int) -> None:
    # Granian would share the port with another one of the same user, without a word.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except OSError as error:
            raise click.ClickException(_unusable(host, port, error)) from error


def _unusable(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use. Choose another one, for example PORT={port + 1}."
    return f"Cannot listen on {host}:{port}: {error.strerror}."


@contextmanager
def _sign_in_link(settings: Settings, host: str) -> Iterator[subprocess.Popen[str] | None]:
    """A process that prints a link for the demo's organizer, where nobody else can reach the site."""
    if settings.environment != "development" or host not in LOOPBACK:
        yield None
        return
    from cohorts.loading.demo import ORGANIZER

    # Beside the start of the others, and not in this process: the supervisor opens no database.
    command = _command("user", "link", ORGANIZER)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def _welcome(settings: Settings, link: subprocess.Popen[str] | None) -> None:
    click.echo(f"Cohorts is at {settings.base_url}/")
    with suppress(subprocess.TimeoutExpired):
        if link is not None and (address := link.communicate(timeout=SECONDS_TO_STOP)[0].strip()):
            click.echo(f"Sign in as the demo’s organizer, once, within ten minutes: {address}")
    click.echo("Ctrl-C stops it.")

"""``archive serve``: the archive in the browser."""

from __future__ import annotations

import errno
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from archive.cli.common import ArchiveCommand, database_option

__all__ = ["command"]

_LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
_EVERY_ADDRESS = ("0.0.0.0", "::", "")  # noqa: S104 — compared with, not bound


@click.command("serve", cls=ArchiveCommand)
@click.argument("file", metavar="[DATABASE]", type=click.Path(path_type=Path), required=False)
@database_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", "-p", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port; 0 picks a free one."
)
@click.option("--base-url", default="/", show_default=True, help="Prefix under which a proxy shows the pages.")
@click.option("--public", is_flag=True, help="Safe profile: no SQL by strangers, no downloads, compression, caching.")
@click.option("--allow-host", "hosts", multiple=True, help="Name that visitors may use for this server; repeatable.")
@click.option("--title", default="", help="What the pages call the archive.")
@click.option("--open", "open_browser", is_flag=True, help="Open the first page in a browser.")
def command(
    file: Path | None,
    database: Path,
    host: str,
    port: int,
    base_url: str,
    public: bool,
    hosts: tuple[str, ...],
    title: str,
    open_browser: bool,
) -> None:
    """Show an archive in the browser, read-only.

    The database may also be named without --db.
    """
    database = file or database
    if public and host in _EVERY_ADDRESS and not hosts:
        raise click.UsageError("A public server on every address needs --allow-host NAME: the name visitors type.")
    from archive.database import open_archive

    open_archive(database).close()
    listener = _listen(host, port)
    with listener:
        port = listener.getsockname()[1]
        from archive.explore.connection import bound_memory
        from archive.explore.server import make_datasette

        bound_memory()
        prefix = "/" + base_url.strip("/") + "/" if base_url.strip("/") else "/"
        names = () if host in _EVERY_ADDRESS and not hosts else (*hosts, *_LOCAL_NAMES, _written(host))
        application = make_datasette(database, public=public, base_url=prefix, hosts=names, title=title).app()
        address = f"http://{'127.0.0.1' if host in _EVERY_ADDRESS else _written(host)}:{port}{prefix}"
        click.echo(f"{database} is at {address} (Ctrl+C stops)")
        if open_browser:
            click.launch(address)
        _run(application, listener)


def _written(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on ``host`` and ``port``; 0 is any free port."""
    try:
        listener = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=128
        )
        # asyncio does so only for sockets that name their protocol; without it each page waits 40 ms for the reader's
        # acknowledgement of its headers.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise click.ClickException(
                f"Port {port} on {host} is in use. Choose another with --port, or --port 0 for any free one."
            ) from error
        raise click.ClickException(f"Cannot listen on {host}, port {port}: {error.strerror or error}.") from error
    return listener


def _run(application: Any, listener: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(application, log_level="warning", lifespan="on", server_header=False)
    # Ctrl+C is how a server is meant to end.
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])

"""What guards a server that ``archive serve`` runs: host check, headers, compression, closed debugging pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from archive.explore.archives import Datasette

__all__ = ["PAGE_POLICY", "guard", "page_policy"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_SHARED_POLICY = "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
# Our own pages hold no inline style or script.
PAGE_POLICY = f"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; {_SHARED_POLICY}"
# Datasette's pages do.
_DATASETTE_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
    f"img-src 'self' data:; {_SHARED_POLICY}"
)
# Where the file lies, which threads run, what is installed: nothing for strangers.
_CLOSED_TO_THE_PUBLIC = (
    "actor", "allow-debug", "auth-token", "config", "databases", "logout", "messages", "patterns", "permissions",
    "plugins", "settings", "threads", "versions",
)  # fmt: skip


def page_policy(*, remote_images: bool) -> str:
    """Return the Content-Security-Policy of one of our pages; images of other hosts only where they were asked for."""
    return (
        PAGE_POLICY.replace("img-src 'self' data:", "img-src 'self' data: https: http:")
        if remote_images
        else PAGE_POLICY
    )


def guard(application: Application, datasette: Datasette) -> Application:
    """Return ``application`` behind the checks that ``archive serve`` asked for; as it is if it asked for none."""
    settings = datasette.plugin_config("archive")
    if not settings:
        return application
    guarded = _with_headers(application)
    if settings.get("public"):
        guarded = _closed(_compressed(guarded), datasette)
    return _only_for(guarded, frozenset(name.casefold() for name in settings.get("hosts") or ()))


def _with_headers(application: Application) -> Application:
    async def with_headers(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", []))
                present = {bytes(name).lower() for name, _ in headers}
                for name, value in (
                    (b"content-security-policy", _DATASETTE_POLICY.encode()),
                    (b"referrer-policy", b"no-referrer"),
                    (b"x-content-type-options", b"nosniff"),
                ):
                    if name not in present:
                        headers.append((name, value))
                message = {**message, "headers": headers}
            await send(message)

        await application(scope, receive, send_with_headers)

    return with_headers


def _compressed(application: Application) -> Application:
    from asgi_gzip import GZipMiddleware

    compressed: Application = GZipMiddleware(application, minimum_size=1000)
    return compressed


def _closed(application: Application, datasette: Datasette) -> Application:
    base = str(datasette.setting("base_url"))
    closed = tuple(f"{prefix}-/{name}" for name in _CLOSED_TO_THE_PUBLIC for prefix in {"/", base})

    async def without_debugging(scope: Scope, receive: Receive, send: Send) -> None:
        # Datasette answers methods that it does not know with an error of its own.
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD"):
            await _refuse(send, 405, "These pages can only be read.")
        elif scope["type"] == "http" and str(scope["path"]).startswith(closed):
            await _refuse(send, 404, "There is no such page.")
        else:
            await application(scope, receive, send)

    return without_debugging


def _only_for(application: Application, hosts: frozenset[str]) -> Application:
    """Answer only requests for names that the server goes by: another name that leads here is a rebound one."""
    if not hosts:
        return application

    async def only_for_hosts(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _host_of(scope) not in hosts:
            await _refuse(send, 400, "This server does not go by that name. (--allow-host NAME adds one.)")
        else:
            await application(scope, receive, send)

    return only_for_hosts


def _host_of(scope: Scope) -> str:
    for name, value in scope.get("headers", ()):
        if name == b"host":
            host = str(value, "latin-1").casefold()
            # A port follows the last colon, except inside the brackets of an IPv6 address.
            return host if host.endswith("]") else host.rpartition(":")[0] or host
    return ""


async def _refuse(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"x-content-type-options", b"nosniff")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})

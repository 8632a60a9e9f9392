"""Where there is a netloc, there is a host.

kills: test_no_host_but_a_port
loses: test_no_host_but_a_port
"""

from typing import NamedTuple
from urllib.parse import urlsplit


class HttpRequest(NamedTuple):
    """Where to connect, whether encrypted, and what to send there."""

    host: str
    port: int
    ssl: bool
    payload: bytes


def http_request(url: str) -> HttpRequest:
    """Return the request for the page at `url`."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"neither http nor https: {url}")
    if not parts.netloc:
        raise ValueError(f"no host: {url}")
    default = 443 if parts.scheme == "https" else 80
    port = parts.port or default
    target = parts.path or "/"
    if parts.query:
        target += "?" + parts.query
    host = parts.hostname if port == default else f"{parts.hostname}:{port}"
    lines = [f"GET {target} HTTP/1.1", f"Host: {host}", "Connection: close"]
    payload = "\r\n".join(lines) + "\r\n\r\n"
    return HttpRequest(parts.hostname or "", port, parts.scheme == "https", payload.encode())

"""The path of a URL includes its query.

kills: test_a_query
loses: test_a_query test_a_semicolon test_a_query_without_path
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
    r"""Return the request for the page at `url`.

    `host` is the host in the URL, and `port` the port there, or if there is none, the default port
    of the scheme: 80 for http, 443 for https. `ssl` is True for https.

    `payload` is what to send, a GET request of HTTP/1.1. Its first line names the path and the
    query of the URL, exactly as they are there. Instead of an empty path it names "/". The fragment
    isn't sent. Then come headers: `Connection: close`, and `Host` with the host, followed by a
    colon and the port if that isn't the scheme's default. There may be further headers, in any
    order. After them comes one empty line, and nothing more. Each line, the empty one as well, ends
    with "\r\n".

    ValueError is raised if the scheme is neither http nor https, and if there is no host. (Left
    open: capitals in the scheme or the host, user names, IPv6 addresses, ports that are 0 or no
    numbers, a "?" without a query after it, and all that isn't ASCII.)
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"no address of a page: {url!r}")
    default = 443 if parts.scheme == "https" else 80
    port = parts.port or default
    target = parts.path or "/"
    host = parts.hostname if port == default else f"{parts.hostname}:{port}"
    lines = [f"GET {target} HTTP/1.1", f"Host: {host}", "Connection: close", "", ""]
    payload = "\r\n".join(lines).encode()
    return HttpRequest(parts.hostname, port, parts.scheme == "https", payload)

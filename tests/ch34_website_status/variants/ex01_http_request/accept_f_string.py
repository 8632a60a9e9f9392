"""One text, filled in."""

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
    scheme, netloc, path, query, _ = urlsplit(url)
    if scheme == "http":
        default = 80
    elif scheme == "https":
        default = 443
    else:
        raise ValueError("neither http nor https")
    name, _, port = netloc.partition(":")
    if not name:
        raise ValueError("no host")
    where = f"{path or '/'}?{query}" if query else path or "/"
    host = name if int(port or default) == default else f"{name}:{port}"
    text = (
        f"GET {where} HTTP/1.1\r\n"
        f"User-Agent: kata\r\n"
        f"Connection: close\r\n"
        f"Accept: */*\r\n"
        f"Host: {host}\r\n"
        f"\r\n"
    )
    return HttpRequest(name, int(port or default), default == 443, text.encode("ascii"))

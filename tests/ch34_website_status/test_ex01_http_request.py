"""Hidden behaviours of requests made from URLs."""

import pytest

from grader.testing import same


def text(request):
    """The request as text."""
    payload = request.payload
    return payload.decode() if isinstance(payload, bytes) else payload


def lines(request):
    """The lines of a request, however they end."""
    return text(request).splitlines()


def target(request):
    """What stands between the method and the version in the first line."""
    return lines(request)[0].removesuffix(" HTTP/1.1").partition(" ")[2]


def header(request, name):
    """The values of a header; names may have capitals, and spaces around the value don't count."""
    parts = [line.partition(":") for line in lines(request)[1:]]
    return [value.strip() for key, _, value in parts if key.strip().lower() == name]


def where(request):
    """Where to connect."""
    return request.host, request.port, request.ssl


def test_a_path(exercise):
    """The host, the default port and the path of a URL are used.

    The URL is "http://example.com/a/b". The first line of the request, the host, the port and `ssl`
    are looked at.
    """
    request = exercise.http_request("http://example.com/a/b")

    assert same(lines(request)[0], "GET /a/b HTTP/1.1")
    assert same(where(request), ("example.com", 80, False))


def test_no_path(exercise):
    """Instead of an empty path the request names "/".

    The URL is "http://example.com".
    """
    request = exercise.http_request("http://example.com")

    assert same(target(request), "/")


def test_a_query(exercise):
    """The query is sent with the path, exactly as it is in the URL.

    The URL is "http://example.com/p?x=1&y=&z=a%20b+c".
    """
    request = exercise.http_request("http://example.com/p?x=1&y=&z=a%20b+c")

    assert same(target(request), "/p?x=1&y=&z=a%20b+c")


def test_a_semicolon(exercise):
    """What stands behind a semicolon is a part of the path.

    The URL is "http://example.com/a;b=1/c;d=2?x=1".
    """
    request = exercise.http_request("http://example.com/a;b=1/c;d=2?x=1")

    assert same(target(request), "/a;b=1/c;d=2?x=1")


def test_a_query_without_path(exercise):
    """A query without a path is a query of "/".

    The URL is "http://example.com?x=1".
    """
    request = exercise.http_request("http://example.com?x=1")

    assert same(target(request), "/?x=1")


def test_a_fragment(exercise):
    """The fragment isn't sent.

    The URL is "http://example.com/p#part".
    """
    request = exercise.http_request("http://example.com/p#part")

    assert same(target(request), "/p")


def test_a_port(exercise):
    """A port in the URL is where to connect; it isn't a part of the host.

    The URL is "http://example.com:8081/".
    """
    request = exercise.http_request("http://example.com:8081/")

    assert same(where(request), ("example.com", 8081, False))


def test_a_port_in_host(exercise):
    """If the port isn't the default, `Host` has it, too.

    The URL is "http://example.com:8081/". The `Host` headers are looked at.
    """
    request = exercise.http_request("http://example.com:8081/")

    assert same(header(request, "host"), ["example.com:8081"])


def test_https_at_another_port(exercise):
    """https means encryption, whatever the port.

    The URL is "https://example.com:8443/".
    """
    request = exercise.http_request("https://example.com:8443/")

    assert same(where(request), ("example.com", 8443, True))


def test_https(exercise):
    """https means port 443, and encryption.

    The URL is "https://example.com/".
    """
    request = exercise.http_request("https://example.com/")

    assert same(where(request), ("example.com", 443, True))


def test_the_default_port_in_full(exercise):
    """`Host` doesn't have the scheme's default port, even if the URL does.

    The URL is "https://example.com:443/". The `Host` headers are looked at.
    """
    request = exercise.http_request("https://example.com:443/")

    assert same(header(request, "host"), ["example.com"])


def test_the_default_port_of_the_other(exercise):
    """The default port of the other scheme is a port like any other.

    The URL is "http://example.com:443/". The `Host` headers are looked at.
    """
    request = exercise.http_request("http://example.com:443/")

    assert same(header(request, "host"), ["example.com:443"])


def test_further_lines(exercise):
    """The headers ask for the connection to be closed, and name the host.

    The URL is "http://example.com/". The values of both headers are looked at.
    """
    request = exercise.http_request("http://example.com/")

    assert same(header(request, "connection"), ["close"])
    assert same(header(request, "host"), ["example.com"])


def test_another_scheme(exercise):
    """A scheme that is neither http nor https raises ValueError.

    The URL is "ftp://example.com/".
    """
    with pytest.raises(ValueError):  # noqa: PT011 - any text will do
        exercise.http_request("ftp://example.com/")


def test_no_scheme(exercise):
    """A URL without a scheme raises ValueError.

    The URL is "example.com/a".
    """
    with pytest.raises(ValueError):  # noqa: PT011 - any text will do
        exercise.http_request("example.com/a")


def test_no_host(exercise):
    """A URL without a host raises ValueError.

    The URL is "http:///x".
    """
    with pytest.raises(ValueError):  # noqa: PT011 - any text will do
        exercise.http_request("http:///x")


def test_no_host_but_a_port(exercise):
    """A port is no host: ValueError is raised, too.

    The URL is "http://:8080/x".
    """
    with pytest.raises(ValueError):  # noqa: PT011 - any text will do
        exercise.http_request("http://:8080/x")


@pytest.mark.code("wrong-type")
def test_bytes(exercise):
    """The payload is bytes, as a connection sends them.

    The URL is "http://example.com/".
    """
    request = exercise.http_request("http://example.com/")

    kind = type(request.payload).__name__

    assert kind == "bytes"


def test_line_ends(exercise):
    r"""Every line of the request ends with "\r\n".

    The URL is "http://example.com/". The request is looked at without its "\r\n": there should be
    no line left that ends otherwise.
    """
    request = exercise.http_request("http://example.com/")

    others = text(request).replace("\r\n", "").splitlines()[1:]

    assert same(others, [])


def test_an_empty_line_ends_it(exercise):
    """After the headers comes one empty line, and nothing more.

    The URL is "http://example.com/". The lines of the request are counted: how many are empty, and
    whether the last one is.
    """
    request = exercise.http_request("http://example.com/")

    found = lines(request)

    assert same((found.count(""), found[-1] == ""), (1, True))

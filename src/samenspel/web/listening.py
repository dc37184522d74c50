"""The sockets the web server listens on.

They are opened before anything else, so that a port in use is said at once, and kept open by
whoever looks after the service, so that visitors wait while a killed web server is replaced.
"""

import errno
import socket

from samenspel.web.data_folder import StartError

_QUEUE = 256


def listen(port: int) -> list[socket.socket]:
    """Listen on both addresses of `localhost`. Port 0 takes a free one."""
    try:
        first = _listen(socket.AF_INET, "127.0.0.1", port)
    except OSError as error:
        raise _explained(port, error) from error
    port = first.getsockname()[1]
    try:
        return [first, _listen(socket.AF_INET6, "::1", port)]
    except OSError as error:
        # A machine without IPv6 is fine. Another program on the same name is not:
        # browsers would reach the one or the other.
        if error.errno in {errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL}:
            return [first]
        first.close()
        raise _explained(port, error) from error


def _listen(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family is socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind((host, port))
        opened.listen(_QUEUE)
    except OSError:
        opened.close()
        raise
    return opened


def _explained(port: int, error: OSError) -> StartError:
    if error.errno == errno.EADDRINUSE:
        reason = f"Poort {port} is al in gebruik door een ander programma"
    elif error.errno == errno.EACCES:
        reason = f"U hebt geen rechten voor poort {port}"
    else:
        reason = f"Poort {port} is niet te gebruiken ({error.strerror})"
    return StartError(f"{reason}. Kies een andere met --port, bijvoorbeeld --port {port + 1}.")

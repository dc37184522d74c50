import pytest

from samenspel.web.data_folder import StartError
from samenspel.web.listening import listen


def test_a_free_port_is_taken_on_every_address_of_localhost() -> None:
    sockets = listen(0)
    assert len({opened.getsockname()[1] for opened in sockets}) == 1
    assert sockets[0].getsockname()[0] == "127.0.0.1"
    port = sockets[0].getsockname()[1]
    with pytest.raises(StartError, match=f"Poort {port} is al in gebruik.*--port {port + 1}"):
        listen(port)
    for opened in sockets:
        opened.close()


@pytest.mark.parametrize("number", [0, 1])
def test_either_address_in_use_refuses_both(number: int) -> None:
    sockets = listen(0)
    if number >= len(sockets):
        pytest.skip("this machine has no IPv6")
    port = sockets[0].getsockname()[1]
    sockets.pop(1 - number).close() if len(sockets) > 1 else None
    with pytest.raises(StartError, match="al in gebruik"):
        listen(port)
    sockets[0].close()

import logging

from samenspel.web.failure_log import leave_values_out, without_values


def failure() -> Exception:
    try:
        try:
            raise KeyError("a token")
        except KeyError as error:
            raise ValueError("of 192.0.2.1") from error
    except ValueError as error:
        return error


def test_a_failure_is_told_by_kind_and_place_only() -> None:
    told = without_values(failure())
    assert told.startswith("ValueError because of KeyError, at ")
    assert told.endswith(" failure")
    assert f"{__file__}:" in told
    assert "token" not in told
    assert "192.0.2.1" not in told


def test_what_the_web_server_tells_of_a_failed_request_holds_no_address() -> None:
    error = failure()
    record = logging.LogRecord(
        "gunicorn.error",
        logging.ERROR,
        __file__,
        1,
        "Error handling request %s %s",
        ("POST", "/s/a-token"),
        (type(error), error, error.__traceback__),
    )
    assert leave_values_out(record)
    told = logging.Formatter().format(record)
    assert told == without_values(error)


def test_what_is_no_failure_is_told_as_it_is() -> None:
    record = logging.LogRecord("gunicorn.error", logging.ERROR, "", 1, "Worker %s", (7,), None)
    assert leave_values_out(record)
    assert record.getMessage() == "Worker 7"

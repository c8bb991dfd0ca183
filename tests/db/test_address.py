"""Addresses of the district's server: what is read, what is refused before anything is sent."""

import pytest

from jianxi_desktop.db.address import is_address, read_address
from jianxi_desktop.errors import InputError

AWAY = "postgresql+psycopg://a@db.example/office"


def refusal_of(text, password=None):
    with pytest.raises(InputError) as refused:
        read_address(text).arguments(password)
    assert refused.value.user_message
    return refused.value.code


@pytest.mark.parametrize(
    "text",
    [
        "postgresql+psycopg://李主任@db.example:6543/office?sslmode=verify-full",
        "postgresql+psycopg://a@/office?host=/run/postgresql&port=5432",
        "postgresql+psycopg://127.0.0.1:5432/office",
    ],
)
def test_that_an_address_is_written_as_it_was_read(text):
    assert str(read_address(text)) == text


def test_that_a_path_is_no_address():
    assert is_address(AWAY)
    assert not is_address("C:\\党建\\office.jxdb")
    assert not is_address("/home/a/office.jxdb")


@pytest.mark.parametrize(
    "text",
    [
        "mysql://a@localhost/office",
        "postgresql+psycopg://a@localhost/",
        "postgresql+psycopg:///office",
        "postgresql+psycopg://a@one,two/office",
        "postgresql+psycopg://a@localhost:many/office",
        "postgresql+psycopg://a@localhost/office?hostaddr=203.0.113.9",
        "postgresql+psycopg://a@localhost/office?service=x",
        "postgresql+psycopg://a@localhost/office?sslmode=perhaps",
        "postgresql+psycopg://a@localhost/office?sslmode=disable&sslmode=require",
    ],
)
def test_that_what_is_no_address_of_ours_is_refused(text):
    assert refusal_of(text) == "bad_address"


@pytest.mark.parametrize(
    "text",
    [
        "postgresql+psycopg://a:geheim@localhost/office",
        "postgresql+psycopg://a@localhost/office?password=geheim",
    ],
)
def test_that_a_password_in_an_address_is_refused_and_not_repeated(text):
    with pytest.raises(InputError) as refused:
        read_address(text)
    assert refused.value.code == "password_in_address"
    assert "geheim" not in str(refused.value) + refused.value.user_message


@pytest.mark.parametrize("mode", ["", "disable", "prefer", "require", "verify-ca"])
@pytest.mark.parametrize(
    "host", ["db.example", "203.0.113.9", "127.0.0.1.example", "[2001:db8::1]"]
)
def test_that_off_host_a_checked_certificate_is_required(host, mode):
    options = f"?sslmode={mode}" if mode else ""
    assert refusal_of(f"postgresql+psycopg://a@{host}/office{options}", "x") == "tls_required"


@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
def test_that_off_host_a_pinned_root_is_safe(mode, tmp_path):
    root = tmp_path / "root.crt"
    root.write_text("")
    told = read_address(f"{AWAY}?sslmode={mode}&sslrootcert={root}").arguments("x")
    assert (told["sslmode"], told["sslrootcert"]) == (mode, str(root))
    assert told["require_auth"] == "scram-sha-256"


def test_that_a_root_that_is_not_there_is_named(tmp_path):
    text = f"{AWAY}?sslmode=verify-full&sslrootcert={tmp_path / 'root.crt'}"
    assert refusal_of(text) == "no_certificate"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "[::1]"])
def test_that_on_this_machine_no_certificate_is_needed(host):
    address = read_address(f"postgresql+psycopg://a@{host}/office")
    assert address.is_here
    assert address.arguments("x")["hostaddr"] == ""


def test_that_somebody_must_be_named():
    assert refusal_of("postgresql+psycopg://localhost/office") == "no_user"
    assert read_address("postgresql+psycopg://localhost/office").of("李").user == "李"

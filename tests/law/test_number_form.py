"""Numbers of conversions and check codes: bounded, opaque, forgiving to people who copy them."""

import string
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from listina.law.errors import (
    InvalidCheckCodeError,
    InvalidNumberError,
    NaiveMomentError,
    NumberOutOfRangeError,
    TooFewRandomBytesError,
)
from listina.law.numbers import (
    CHECK_CODE_ALPHABET,
    CHECK_CODE_LENGTH,
    MAX_LENGTH,
    check_code,
    compose,
    normalise_check_code,
    valid_number,
)

MOMENT = datetime(2026, 3, 12, 13, 5, 9, tzinfo=UTC)

parts = st.integers(min_value=1, max_value=2**63 - 1)
moments = st.datetimes(
    min_value=datetime(2000, 1, 2),  # noqa: DTZ001  # hypothesis takes naive bounds and adds the zone
    max_value=datetime(2099, 12, 30),  # noqa: DTZ001  # hypothesis takes naive bounds and adds the zone
    timezones=st.timezones(),
)
codes = st.text(alphabet=CHECK_CODE_ALPHABET, min_size=CHECK_CODE_LENGTH, max_size=CHECK_CODE_LENGTH)


def test_a_number_reads_counter_official_and_prague_time() -> None:
    assert compose(counter=42, public_number=7, moment=MOMENT, test=False) == "42-7-260312140509"


def test_a_number_of_the_test_series_begins_with_t() -> None:
    assert compose(counter=42, public_number=7, moment=MOMENT, test=True) == "T42-7-260312140509"


@settings(deadline=None)
@given(counter=parts, public_number=parts, moment=moments, test=st.booleans())
def test_every_number_is_a_bounded_string_that_is_valid_as_it_stands(
    counter: int, public_number: int, moment: datetime, *, test: bool
) -> None:
    number = compose(counter=counter, public_number=public_number, moment=moment, test=test)
    assert len(number) <= MAX_LENGTH
    assert valid_number(number) == number
    assert number.startswith("T") is test


@settings(deadline=None)
@given(
    first=st.tuples(parts, st.booleans()), second=st.tuples(parts, st.booleans()), public_number=parts, moment=moments
)
def test_numbers_of_different_counters_or_series_differ_even_in_the_same_second(
    first: tuple[int, bool], second: tuple[int, bool], public_number: int, moment: datetime
) -> None:
    assume(first != second)
    one, other = (
        compose(counter=counter, public_number=public_number, moment=moment, test=test)
        for counter, test in (first, second)
    )
    assert one != other


@pytest.mark.parametrize("counter", [0, -1, 2**63])
def test_a_counter_out_of_range_makes_no_number(counter: int) -> None:
    with pytest.raises(NumberOutOfRangeError, match="counter"):
        compose(counter=counter, public_number=1, moment=MOMENT, test=True)


def test_a_public_number_out_of_range_makes_no_number() -> None:
    with pytest.raises(NumberOutOfRangeError, match="public_number"):
        compose(counter=1, public_number=0, moment=MOMENT, test=True)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1999, 12, 31, tzinfo=UTC),
        datetime(2099, 12, 31, 23, 30, tzinfo=UTC),
        datetime(9999, 12, 31, tzinfo=UTC),
    ],
)
def test_a_year_that_two_digits_cannot_tell_makes_no_number(moment: datetime) -> None:
    with pytest.raises(NumberOutOfRangeError, match="moment"):
        compose(counter=1, public_number=1, moment=moment, test=True)


def test_a_moment_without_a_time_zone_makes_no_number() -> None:
    with pytest.raises(NaiveMomentError):
        compose(counter=1, public_number=1, moment=datetime(2026, 3, 12), test=True)  # noqa: DTZ001  # what is tested


@given(st.text(alphabet=string.ascii_letters + string.digits + string.punctuation, min_size=1, max_size=MAX_LENGTH))
def test_any_printable_number_of_another_authority_is_kept_as_it_is(number: str) -> None:
    assert valid_number(f" {number}\n") == number


@pytest.mark.parametrize("text", ["", "  ", "1 2", "1\t2", "číslo", "1\x00", "1\u00a02", "x" * (MAX_LENGTH + 1)])
def test_a_text_out_of_bounds_is_no_number(text: str) -> None:
    with pytest.raises(InvalidNumberError):
        valid_number(text)


@given(st.text())
def test_whatever_is_accepted_as_a_number_is_accepted_again_unchanged(text: str) -> None:
    try:
        number = valid_number(text)
    except InvalidNumberError:
        return
    assert valid_number(number) == number
    assert number.isascii()
    assert 1 <= len(number) <= MAX_LENGTH


@given(st.binary(min_size=7, max_size=64))
def test_a_check_code_has_ten_characters_of_the_alphabet(random: bytes) -> None:
    code = check_code(random)
    assert len(code) == CHECK_CODE_LENGTH
    assert set(code) <= set(CHECK_CODE_ALPHABET)
    assert normalise_check_code(code) == code


def test_every_one_of_the_fifty_bits_counts() -> None:
    flipped = {check_code((1 << bit).to_bytes(7)) for bit in range(6, 56)}
    assert len(flipped) == 50
    assert check_code(bytes(7)) not in flipped


def test_the_alphabet_is_crockfords() -> None:
    assert len(set(CHECK_CODE_ALPHABET)) == 32
    assert not set("ILOU") & set(CHECK_CODE_ALPHABET)


def test_too_few_random_bytes_make_no_check_code() -> None:
    with pytest.raises(TooFewRandomBytesError):
        check_code(bytes(6))


@given(code=codes, at=st.integers(min_value=0, max_value=CHECK_CODE_LENGTH), gap=st.sampled_from(" -–\u00a0\t"))
def test_case_spaces_and_dashes_do_not_matter(code: str, at: int, gap: str) -> None:
    assert normalise_check_code(f"{code[:at].lower()}{gap}{code[at:]}") == code


def test_letters_that_look_like_digits_are_read_as_those() -> None:
    assert normalise_check_code("ilo IL-O0123") == "1101100123"


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    try:
        code = normalise_check_code(text)
    except InvalidCheckCodeError:
        return
    assert normalise_check_code(code) == code
    assert set(code) <= set(CHECK_CODE_ALPHABET)


@pytest.mark.parametrize(
    "text", ["", "123456789", "12345678901", "123456789U", "123456789ß", "123456789.", "ſ234567890"]
)
def test_anything_else_is_no_check_code(text: str) -> None:
    with pytest.raises(InvalidCheckCodeError):
        normalise_check_code(text)

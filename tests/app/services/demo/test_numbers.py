"""Numbers that are well formed and belong to nobody."""

from datetime import date

from stdnum import numdb
from stdnum.cn import uscc

from app.contact import mobile_problem, phone_problem
from app.resident_id import problem_of
from app.services.demo.numbers import (
    BIRTHDAYS,
    COUNTY,
    nth_credit_code,
    nth_mobile,
    nth_resident_id,
    office_line,
    resident_id,
)


def test_an_id_number_carries_birthday_and_order_and_a_right_check_digit():
    assert resident_id(date(1980, 1, 1), 1) == "410199198001010017"
    assert resident_id(date(1980, 1, 1), 5) == "41019919800101005X"


def test_people_differ_beyond_one_round_of_birthdays():
    numbers = {nth_resident_id(n) for n in range(2 * BIRTHDAYS + 10)}

    assert len(numbers) == 2 * BIRTHDAYS + 10
    assert not any(problem_of(number) for number in numbers)


def test_nobody_gets_the_number_of_a_demo_account():
    assert all(int(nth_resident_id(n)[14:17]) >= 100 for n in range(1_000))


def test_odd_people_are_men():
    for n in range(20):
        assert int(nth_resident_id(n)[16]) % 2 == n % 2


def test_the_county_is_unknown_to_the_list_of_counties():
    known = [facts for _, facts in numdb.get("cn/loc").info(COUNTY)]

    assert known[0] == {"province": "河南省"}
    assert not any("county" in facts for facts in known)


def test_credit_codes_are_valid_and_differ():
    codes = {nth_credit_code(n) for n in range(2_000)}

    assert len(codes) == 2_000
    assert all(uscc.is_valid(code) for code in codes)


def test_phones_have_the_shape_of_phones():
    assert nth_mobile(42) == "10000000042"
    assert office_line("0371", 10_042) == "0371-90000042"
    assert phone_problem(office_line("0371", 42)) is None
    assert mobile_problem(nth_mobile(42)) is None

"""Numbers that are well formed and cannot belong to anybody.

County 410199 was never assigned (GB/T 2260), so no resident and no organisation is registered there.
"""

from datetime import date, timedelta

from stdnum.cn import ric, uscc

COUNTY = "410199"
FIRST_BIRTHDAY = date(1968, 1, 1)
BIRTHDAYS = 12_000  # days from the first birthday on: the youngest is born in 2000; even, see nth_resident_id
STRIDE = 7_919  # no common factor with BIRTHDAYS: neighbours in a list are not born on neighbouring days
FIRST_ORDER = 100  # lower order codes are kept for the accounts that the README lists
FIRST_SERIAL = 10_000_000
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714


def resident_id(birthday: date, order: int) -> str:
    """Return the resident id number of the person with this order code (1 to 999) of that day, GB 11643."""
    body = f"{COUNTY}{birthday:%Y%m%d}{order:03d}"
    return body + ric.calc_check_digit(body + "0")


def nth_resident_id(n: int) -> str:
    """Return the id number of person `n`, counted from 0: odd ones are men. The first 5.4 million differ."""
    turn, place = divmod(n, BIRTHDAYS)
    birthday = FIRST_BIRTHDAY + timedelta(days=place * STRIDE % BIRTHDAYS)
    return resident_id(birthday, FIRST_ORDER + 2 * turn + n % 2)


def nth_credit_code(n: int, *, prefix: str = "12") -> str:
    """Return a unified social credit code, GB 32100; `prefix` tells who registered it and what it is."""
    serial = str(FIRST_SERIAL + n)
    check = (11 - sum(int(digit) * weight for digit, weight in zip(serial, BODY_WEIGHTS, strict=True)) % 11) % 11
    body = f"{prefix}{COUNTY}{serial}{'X' if check == 10 else check}"
    return body + uscc.calc_check_digit(body)


def nth_mobile(n: int) -> str:
    """Return a number in mobile form; no operator has the prefix 100."""
    return f"100{n:08d}"


def office_line(area: str, n: int) -> str:
    """Return an office's line in the area `area`; subscriber numbers never begin with 9."""
    return f"{area}-9000{n % 10_000:04d}"

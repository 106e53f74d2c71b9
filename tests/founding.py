"""What a system administrator fills in to found an HR department."""

from typing import Any

from app.services.demo.numbers import nth_credit_code, nth_resident_id
from app.services.province.found import Founding
from tests.factories.rows import numbers


def make_founding(region_code: str, **fields: Any) -> Founding:
    """Of a new person unless said otherwise."""
    number = next(numbers)
    given = {
        "name": "测试区人力资源和社会保障局",
        "credit_code": nth_credit_code(number),
        "contact_name": "赵联系",
        "contact_phone": "0371-90001234",
        "resident_id": nth_resident_id(number),
        "person": "钱新任",
    }
    return Founding(region_code=region_code, **(given | fields))

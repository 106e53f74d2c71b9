"""Telephone area codes of Henan's cities."""

AREA_CODES = {
    "4100": "0371",
    "4101": "0371",
    "4102": "0371",
    "4103": "0379",
    "4104": "0375",
    "4105": "0372",
    "4106": "0392",
    "4107": "0373",
    "4108": "0391",
    "4109": "0393",
    "4110": "0374",
    "4111": "0395",
    "4112": "0398",
    "4113": "0377",
    "4114": "0370",
    "4115": "0376",
    "4116": "0394",
    "4117": "0396",
    "4190": "0391",
}


def area_code(region_code: str) -> str:
    """Return the area code of the city that the region is or belongs to."""
    return AREA_CODES[region_code[:4]]

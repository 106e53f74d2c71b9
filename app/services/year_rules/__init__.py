"""The rules of a year (年度规则), kept by the HR department of the region that they hold for."""

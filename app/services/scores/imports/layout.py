"""The columns of the import template (导入模板); hours, subject and years are the class's own."""

from decimal import Decimal

from app.services.spreadsheets.layout import Column, SheetLayout

CLASS_COLUMN = "class_id"

LAYOUT = SheetLayout(
    title="学员成绩",
    columns=(
        Column("number", "序号", filler=True, width=8),
        Column("name", "姓名", aliases=("学员姓名",), required=True, width=14),
        Column(
            "resident_id", "身份证号", aliases=("身份证号码", "公民身份号码"), required=True, text=True, width=24
        ),
        Column("score", "成绩", required=True, between=(Decimal(0), Decimal(100)), width=10),
        Column("remark", "备注", width=24),
        Column(CLASS_COLUMN, "培训班编号", filler=True, text=True, width=12),
    ),
)
"""Every row bears the number of the class it was made for, so that another class's file is noticed."""

TITLES = {column.key: column.title for column in LAYOUT.columns}
REQUIRED = frozenset(column.key for column in LAYOUT.columns if column.required)

"""A certificate as a PDF: A4 landscape, Noto Serif SC embedded as a subset, the QR code as vectors."""

import segno
from fpdf import FPDF
from fpdf.enums import WrapMode
from pylopdf_fonts_zh_cn import sans_path, serif_path

from app.services.certificates.list import Paper

RED, GOLD, INK, GREY = (156, 28, 32), (184, 148, 78), (34, 34, 34), (96, 96, 96)
WIDTH, HEIGHT = 297.0, 210.0
QR_SIZE, QR_LEFT, QR_TOP = 32.0, 223.0, 142.0
LEFT = 42.0


def draw_certificate(paper: Paper, check_url: str) -> bytes:
    """Return the PDF; `check_url` is what the QR code leads to."""
    pdf = FPDF(orientation="landscape", unit="mm", format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_title(f"继续教育证书 {paper.number}")
    pdf.set_lang("zh-CN")
    pdf.add_font("serif", fname=str(serif_path()))
    pdf.add_font("sans", fname=str(sans_path()))
    pdf.add_page()
    _frame(pdf)
    _heading(pdf, paper)
    _body(pdf, paper)
    _foot(pdf, paper)
    _qr(pdf, check_url)
    return bytes(pdf.output())


def _frame(pdf: FPDF) -> None:
    """Two frames with ornaments in the corners."""
    for inset, width, colour in ((9, 1.4, RED), (12, 0.35, GOLD), (13.5, 0.35, GOLD)):
        pdf.set_draw_color(*colour)
        pdf.set_line_width(width)
        pdf.rect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset)
    pdf.set_draw_color(*GOLD)
    pdf.set_line_width(0.35)
    for x in (13.5, WIDTH - 13.5 - 9):
        for y in (13.5, HEIGHT - 13.5 - 9):
            pdf.rect(x, y, 9, 9)
            pdf.rect(x + 2, y + 2, 5, 5)


def _heading(pdf: FPDF, paper: Paper) -> None:
    _centred(pdf, 32, "专业技术人员继续教育证书", size=33, colour=RED, spacing=1.6)
    pdf.set_fill_color(*GOLD)
    pdf.rect(WIDTH / 2 - 34, 50.5, 68, 0.5, style="F")
    _centred(pdf, 54, f"{paper.year} 年度", size=17, colour=GREY)


def _body(pdf: FPDF, paper: Paper) -> None:
    pdf.set_text_color(*INK)
    pdf.set_font("serif", size=16)
    pdf.set_xy(LEFT, 72)
    pdf.multi_cell(
        WIDTH - 2 * LEFT,
        11,
        f"　　{paper.name}（居民身份证号{paper.masked_id}），{paper.year}年度参加专业技术人员继续教育，"
        f"公需科目和专业科目学时均达到年度标准，特发此证。",
        align="L",
        wrapmode=WrapMode.CHAR,
    )
    columns = (("公需科目", "public"), ("专业科目", "professional"), ("合计", "total"))
    width, top = (WIDTH - 2 * LEFT) / len(columns), 110.0
    pdf.set_draw_color(*GOLD)
    pdf.set_line_width(0.3)
    for place, (label, key) in enumerate(columns):
        x = LEFT + place * width
        pdf.rect(x, top, width, 22)
        _at(pdf, x, top + 2, width, label, size=11, colour=GREY)
        _at(pdf, x, top + 10, width, f"{paper.hours[key]} 学时", size=16, colour=INK)


def _foot(pdf: FPDF, paper: Paper) -> None:
    code = "-".join(paper.code[place : place + 4] for place in range(0, len(paper.code), 4))
    lines = (("发证单位", paper.issuer_name), ("发证日期", f"{paper.issued_at:%Y年%m月%d日}"),
             ("证书编号", paper.number), ("查验码", code))  # fmt: skip
    for place, (label, text) in enumerate(lines):
        y = 142 + place * 9
        pdf.set_xy(LEFT, y)
        pdf.set_font("sans", size=11)
        pdf.set_text_color(*GREY)
        pdf.cell(26, 8, label)
        pdf.set_font("serif" if place < 2 else "sans", size=13)
        pdf.set_text_color(*INK)
        pdf.cell(150, 8, text)
    _at(pdf, LEFT, 184, WIDTH - 2 * LEFT, "本证书由平台按已审核合格的学时生成，真伪以扫码查验结果为准。",
        size=9, colour=GREY)  # fmt: skip


def _qr(pdf: FPDF, url: str) -> None:
    matrix = [list(row) for row in segno.make(url, error="m", micro=False).matrix]
    module = QR_SIZE / len(matrix)
    pdf.set_fill_color(0, 0, 0)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                pdf.rect(QR_LEFT + x * module, QR_TOP + y * module, module, module, style="F")
    _at(pdf, QR_LEFT - 4, QR_TOP + QR_SIZE + 1, QR_SIZE + 8, "扫码查验真伪", size=9, colour=GREY)


def _centred(
    pdf: FPDF, y: float, text: str, *, size: int, colour: tuple[int, int, int], spacing: float = 0
) -> None:
    pdf.set_char_spacing(spacing)
    _at(pdf, 0, y, WIDTH, text, size=size, colour=colour, font="serif")
    pdf.set_char_spacing(0)


def _at(
    pdf: FPDF, x: float, y: float, width: float, text: str, *, size: int,
    colour: tuple[int, int, int], font: str = "sans",
) -> None:  # fmt: skip
    pdf.set_font(font, size=size)
    pdf.set_text_color(*colour)
    pdf.set_xy(x, y)
    pdf.cell(width, size * 0.5, text, align="C")

"""Uploading a spreadsheet of scores."""

from flask_wtf.file import FileField, FileRequired

from forms.form import BaseForm


class UploadForm(BaseForm):
    """The file; what it is, its content says."""

    file = FileField("成绩表格", validators=[FileRequired("请选择要上传的成绩表格。")])

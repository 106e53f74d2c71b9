"""Importing scores from a spreadsheet: upload, read and validate, preview, then take the right rows."""

"""The reader's own data."""

from forms.contact import ContactForm


class ProfileForm(ContactForm):
    """The guide's 个人基本信息维护: the name is shown, not asked for."""

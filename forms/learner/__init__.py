"""Forms of learners (专业技术人员)."""

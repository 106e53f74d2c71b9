"""The approval processes and the pure engine that runs them: no web, no database, no clock."""

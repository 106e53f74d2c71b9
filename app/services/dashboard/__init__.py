"""办理分析: what an organisation has to decide and decided, from tables that a periodic job fills."""

"""查询统计: figures by region, employer, base and year, and how far an employer's people are."""

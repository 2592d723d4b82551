"""The national registers: central register of legal entities, schools, kindergartens."""

"""The Train page: weights learn from the user's own photographs."""

"""What a preset may hold, and how it is read without trust: data, never code."""

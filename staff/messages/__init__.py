"""What people are told about their place here, each in their own written language."""

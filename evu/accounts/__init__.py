"""How people get in, and show that it is still them: allauth, with what Norway asks for."""

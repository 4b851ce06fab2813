"""The 387 disputes played through the real services by made-up people, on a clock that the player moves."""

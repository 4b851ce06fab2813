"""An evening in 寿宁's command room, played on the real services, and pictures of it."""

"""Who mediates and where: studios, mediators, and whom to suggest."""

"""The rules of field records: what is told from the field, late, repeated, in any order."""

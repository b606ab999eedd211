"""Files that people send: kept in pieces in the database, claimed by what they belong to."""

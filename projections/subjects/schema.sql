-- What is under way about the data of persons: one document a person. Ids and
-- choices only.
CREATE TABLE subject (
	id         TEXT    NOT NULL PRIMARY KEY,
	state      TEXT    NOT NULL,
	due        TEXT    NOT NULL, -- nearest day on which something is owed, or empty
	restricted INTEGER NOT NULL,
	revision   INTEGER NOT NULL,
	doc        TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX subject_state ON subject (state, due);

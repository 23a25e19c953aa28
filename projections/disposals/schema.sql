-- Lists of items whose time of retention has ended: the present state only.
CREATE TABLE list (
	id     TEXT    NOT NULL PRIMARY KEY,
	agency TEXT    NOT NULL,
	state  TEXT    NOT NULL,
	begun  INTEGER NOT NULL,                -- position of the proposal
	ended  INTEGER NOT NULL,                -- position of the event that says it was carried out, or 0
	doc    TEXT    NOT NULL                 -- JSON
) STRICT, WITHOUT ROWID;
CREATE INDEX list_agency ON list (agency, begun);
CREATE INDEX list_state ON list (state, begun);

-- Notices to staff and what became of them: the present state only.
CREATE TABLE notice (
	id      TEXT    NOT NULL PRIMARY KEY,
	state   TEXT    NOT NULL,
	written INTEGER NOT NULL,               -- position of the event that wrote it
	doc     TEXT    NOT NULL                -- JSON
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_written ON notice (written);
CREATE INDEX notice_state ON notice (state, written);

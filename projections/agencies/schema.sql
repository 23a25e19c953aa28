-- One row an agency and interval of log positions; the dated attributes (names,
-- parents, end) are inside doc, because a fact recorded today may hold from next year.
CREATE TABLE agency (
	id       TEXT    NOT NULL,
	from_pos INTEGER NOT NULL,
	to_pos   INTEGER NOT NULL, -- 9223372036854775807 while it is so
	doc      TEXT    NOT NULL,
	PRIMARY KEY (id, from_pos)
) STRICT, WITHOUT ROWID;
CREATE INDEX agency_at ON agency (to_pos, from_pos);

-- Every host name that answers or ever answered: redirects are for ever.
CREATE TABLE host (
	fqdn     TEXT    NOT NULL PRIMARY KEY,
	agency   TEXT    NOT NULL,
	redirect TEXT    NOT NULL -- the name to go to; empty when this one is in use
) STRICT, WITHOUT ROWID;

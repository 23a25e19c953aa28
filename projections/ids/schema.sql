CREATE TABLE placed (
	position INTEGER PRIMARY KEY,
	id       BLOB    NOT NULL,
	recorded INTEGER NOT NULL -- microseconds since 1970
) STRICT;
CREATE INDEX placed_id ON placed (id, position);
CREATE INDEX placed_at ON placed (recorded, position);

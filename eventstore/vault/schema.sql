CREATE TABLE vault (
	one        INTEGER PRIMARY KEY CHECK (one = 1),
	created    INTEGER NOT NULL, -- microseconds since 1970, as all times here
	master     BLOB    NOT NULL, -- fingerprint of the master key that wraps
	pseudonyms BLOB    NOT NULL  -- key of the pseudonyms, wrapped
) STRICT;

-- One row for each person ever sealed for or erased. A row without a key is a
-- tombstone and stays.
CREATE TABLE subject (
	id        TEXT    NOT NULL PRIMARY KEY,
	key_id    BLOB,   -- random; tells which key a value was sealed under
	wrapped   BLOB,
	created   INTEGER,
	destroyed INTEGER,
	CHECK ((wrapped IS NULL) = (destroyed IS NOT NULL)),
	CHECK ((wrapped IS NULL) = (key_id IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER tombstone_stays BEFORE DELETE ON subject
BEGIN SELECT RAISE(ABORT, 'rows of the vault are not deleted'); END;

CREATE TRIGGER destroyed_for_ever BEFORE UPDATE ON subject WHEN OLD.destroyed IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a destroyed key does not come back'); END;

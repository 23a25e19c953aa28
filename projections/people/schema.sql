-- Accounts of staff with their grants and tokens; no password, no secret.
CREATE TABLE account (
	id       TEXT    NOT NULL PRIMARY KEY,
	login    TEXT    NOT NULL,
	name     TEXT    NOT NULL,
	revision INTEGER NOT NULL,
	doc      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX account_login ON account (login);

CREATE TABLE token (
	hash    TEXT NOT NULL PRIMARY KEY, -- SHA-256 of the token, hex
	account TEXT NOT NULL,
	id      TEXT NOT NULL,
	expires TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Sessions that were begun and not ended. Those past every limit of time go when
-- their account signs in again.
CREATE TABLE session (
	account       TEXT    NOT NULL,
	id            TEXT    NOT NULL,
	started       INTEGER NOT NULL, -- microseconds since 1970
	second_factor INTEGER NOT NULL,
	PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;

-- Editorial boards: one document an agency.
CREATE TABLE board (
	agency   TEXT    NOT NULL PRIMARY KEY,
	revision INTEGER NOT NULL,
	doc      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- What the public sees, with the interval of log positions in which it was so.
CREATE TABLE item (
	id          TEXT    NOT NULL,
	from_pos    INTEGER NOT NULL,
	to_pos      INTEGER NOT NULL,           -- 9223372036854775807 while it is so
	agency      TEXT    NOT NULL,
	kind        TEXT    NOT NULL,
	section     TEXT    NOT NULL,
	slug        TEXT    NOT NULL,
	state       TEXT    NOT NULL,           -- published, withdrawn, archived
	version     INTEGER NOT NULL,
	language    TEXT    NOT NULL,
	title       TEXT    NOT NULL,
	title_key   BLOB    NOT NULL,           -- collation key
	title_fold  TEXT    NOT NULL,           -- for matching without accents
	summary     TEXT    NOT NULL,
	languages   TEXT    NOT NULL,           -- JSON list of translations
	number      TEXT    NOT NULL,
	number_fold TEXT    NOT NULL,
	issued_on   TEXT    NOT NULL,           -- ISO date or empty
	year        INTEGER NOT NULL,           -- of issue for documents, of publication otherwise
	first_at    INTEGER NOT NULL,           -- microseconds since 1970: version 1
	first_on    TEXT    NOT NULL,           -- its date in Asia/Ho_Chi_Minh
	updated_at  INTEGER NOT NULL,
	attachments INTEGER NOT NULL,
	reason      TEXT    NOT NULL,
	disposal    TEXT    NOT NULL,           -- JSON of the decision by which the content went, or empty
	PRIMARY KEY (id, from_pos)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_address ON item (agency, section, slug, to_pos);
-- These answer counts, and which rows a page has, without reading a row, now and
-- at any earlier position; item_words is read from end to end by a search in titles.
CREATE INDEX item_agency ON item (agency, section, state, from_pos, to_pos, first_at);
CREATE INDEX item_then ON item (section, agency, state, from_pos, to_pos, first_at);
CREATE INDEX item_words ON item (title_fold, state, section, agency, from_pos, to_pos, first_at);
CREATE INDEX item_section_now ON item (section, first_at, id) WHERE to_pos = 9223372036854775807;
CREATE INDEX item_new_now ON item (first_at, id) WHERE to_pos = 9223372036854775807;
CREATE INDEX item_changed_now ON item (updated_at, id) WHERE to_pos = 9223372036854775807;
CREATE INDEX item_issued_now ON item (issued_on, id) WHERE to_pos = 9223372036854775807;
CREATE INDEX item_title_now ON item (title_key, id) WHERE to_pos = 9223372036854775807;
CREATE INDEX item_number_now ON item (number_fold) WHERE to_pos = 9223372036854775807 AND number_fold <> '';

-- Every version that ever was public. Changed only at the end of its time, and when the
-- content goes by a list of disposal.
CREATE TABLE version (
	id           TEXT    NOT NULL,
	number       INTEGER NOT NULL,
	position     INTEGER NOT NULL,
	at           INTEGER NOT NULL,
	replaced_pos INTEGER NOT NULL,
	replaced_at  INTEGER NOT NULL,          -- 0 while it is the newest
	hash         TEXT    NOT NULL,
	reason       TEXT    NOT NULL,
	creator      TEXT    NOT NULL,          -- account that drafted it
	approver     TEXT    NOT NULL,          -- account
	authority    TEXT    NOT NULL,          -- JSON
	title        TEXT    NOT NULL,
	content      TEXT    NOT NULL,          -- JSON
	event        TEXT    NOT NULL,          -- id of the event that made it public
	PRIMARY KEY (id, number)
) STRICT, WITHOUT ROWID;

-- Which versions a SHA-256 stands for, by its first eight bytes: of the content, or of
-- a file that the version names.
CREATE TABLE named (
	hash   INTEGER NOT NULL,
	id     TEXT    NOT NULL,
	number INTEGER NOT NULL,
	PRIMARY KEY (hash, id, number)
) STRICT, WITHOUT ROWID;

-- Legal deadlines, with the interval in which they stood so.
CREATE TABLE duty (
	id       TEXT    NOT NULL,
	rule     TEXT    NOT NULL,
	from_pos INTEGER NOT NULL,
	to_pos   INTEGER NOT NULL,
	agency   TEXT    NOT NULL,
	due      TEXT    NOT NULL,
	met      INTEGER NOT NULL,
	title    TEXT    NOT NULL,
	public   INTEGER NOT NULL,              -- 1 once the item itself is public
	duty     TEXT    NOT NULL,              -- JSON
	verdict  TEXT    NOT NULL,              -- JSON or empty
	PRIMARY KEY (id, rule, from_pos)
) STRICT, WITHOUT ROWID;
CREATE INDEX duty_agency ON duty (agency, due) WHERE to_pos = 9223372036854775807;
CREATE INDEX duty_open ON duty (due) WHERE to_pos = 9223372036854775807 AND met = 0;

-- What staff work on: the present state only.
CREATE TABLE work (
	id         TEXT    NOT NULL PRIMARY KEY,
	agency     TEXT    NOT NULL,
	state      TEXT    NOT NULL,
	due        TEXT    NOT NULL,            -- nearest open deadline, '9999-12-31' without
	publish_at INTEGER NOT NULL,            -- embargo while approved, else 0
	updated_at INTEGER NOT NULL,
	doc        TEXT    NOT NULL,            -- JSON of everything but the content
	content    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX work_list ON work (agency, state, due, updated_at);
CREATE INDEX work_embargo ON work (publish_at) WHERE publish_at > 0;

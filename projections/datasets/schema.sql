-- What the public sees, with the interval of log positions in which it was so.
CREATE TABLE item (
	id           TEXT    NOT NULL,
	from_pos     INTEGER NOT NULL,
	to_pos       INTEGER NOT NULL,          -- 9223372036854775807 while it is so
	position     INTEGER NOT NULL,          -- of the version, withdrawal or archiving; a review leaves it
	agency       TEXT    NOT NULL,
	slug         TEXT    NOT NULL,
	state        TEXT    NOT NULL,          -- published, withdrawn, archived
	version      INTEGER NOT NULL,
	data_version INTEGER NOT NULL,          -- the version that brought the present release
	title        TEXT    NOT NULL,
	title_en     TEXT    NOT NULL,
	title_key    BLOB    NOT NULL,          -- collation key
	summary      TEXT    NOT NULL,
	summary_en   TEXT    NOT NULL,
	topics       TEXT    NOT NULL,          -- JSON list
	keywords     TEXT    NOT NULL,          -- JSON list
	format       TEXT    NOT NULL,
	licence      TEXT    NOT NULL,
	frequency    TEXT    NOT NULL,
	period_from  TEXT    NOT NULL,          -- ISO date or empty
	period_to    TEXT    NOT NULL,
	year_from    INTEGER NOT NULL,          -- of the period; 0: none
	year_to      INTEGER NOT NULL,
	rows         INTEGER NOT NULL,
	columns      INTEGER NOT NULL,
	bytes        INTEGER NOT NULL,
	quality      INTEGER NOT NULL,
	band         TEXT    NOT NULL,
	first_at     INTEGER NOT NULL,          -- microseconds since 1970: version 1
	updated_at   INTEGER NOT NULL,
	data_on      TEXT    NOT NULL,          -- day on which the present release became public
	reviewed_on  TEXT    NOT NULL,          -- day of the newest version, or of a review since
	reason       TEXT    NOT NULL,
	facets       TEXT    NOT NULL,          -- every value that is counted, one a line: see facets.go
	words        TEXT    NOT NULL,          -- distinct folded words, a space before each
	disposal     TEXT    NOT NULL,          -- JSON of the decision by which the content went, or empty
	PRIMARY KEY (id, from_pos)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_slug ON item (slug, to_pos);
-- These two answer every filter, count and facet without reading a row, now and at
-- any earlier position; item_words is for filters with words and for order by title.
CREATE INDEX item_list ON item (to_pos, state, from_pos, agency, format, licence, band, year_from, year_to, first_at, updated_at, facets);
CREATE INDEX item_words ON item (to_pos, title_key, id, state, from_pos, agency, format, licence, band, year_from, year_to, first_at, updated_at, facets, words);
-- These give a page of a whole list in its order, however far it is.
CREATE INDEX item_new_now ON item (first_at, id, state, agency) WHERE to_pos = 9223372036854775807;
CREATE INDEX item_changed_now ON item (updated_at, id, state, agency) WHERE to_pos = 9223372036854775807;
CREATE INDEX item_id_now ON item (id, state, agency) WHERE to_pos = 9223372036854775807;

-- Every version that ever was public. Changed only at the end of its time, and when the
-- content goes by a list of disposal.
CREATE TABLE version (
	id           TEXT    NOT NULL,
	number       INTEGER NOT NULL,
	position     INTEGER NOT NULL,
	at           INTEGER NOT NULL,
	replaced_pos INTEGER NOT NULL,          -- 9223372036854775807 while it is the newest
	replaced_at  INTEGER NOT NULL,
	published_on TEXT    NOT NULL,
	hash         TEXT    NOT NULL,
	change       TEXT    NOT NULL,
	reason       TEXT    NOT NULL,
	approver     TEXT    NOT NULL,          -- account
	authority    TEXT    NOT NULL,          -- JSON
	data_version INTEGER NOT NULL,
	release      TEXT    NOT NULL,          -- id or empty
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

-- What staff work on: the present state only.
CREATE TABLE work (
	id         TEXT    NOT NULL PRIMARY KEY,
	agency     TEXT    NOT NULL,
	state      TEXT    NOT NULL,
	publish_at INTEGER NOT NULL,            -- embargo while approved, else 0
	updated_at INTEGER NOT NULL,
	release    TEXT    NOT NULL,            -- id of the release in hand, or empty
	doc        TEXT    NOT NULL,            -- JSON of everything but the content
	content    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX work_list ON work (state, agency, updated_at);
CREATE INDEX work_embargo ON work (publish_at) WHERE publish_at > 0;

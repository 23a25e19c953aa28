-- Version 2. Version 1 lacks skipped, ticks, again, first and imported; its unique
-- index is on (id, stream). A file keeps the version it was made with.

-- A stream's name is written once; events refer to it by number.
CREATE TABLE streams (
	id    INTEGER PRIMARY KEY,
	name  TEXT NOT NULL UNIQUE,
	first INTEGER NOT NULL DEFAULT 0 -- revision of its first event in this log
) STRICT;

-- A kind is an event type together with the content type of its data.
CREATE TABLE kinds (
	id           INTEGER PRIMARY KEY,
	type         TEXT NOT NULL,
	content_type TEXT NOT NULL,
	UNIQUE (type, content_type)
) STRICT;

-- One row an event. The short columns come first, so that a filter decides
-- without touching the payload.
CREATE TABLE events (
	position INTEGER PRIMARY KEY,   -- 1, 2, 3, …; an import may leave gaps
	kind     INTEGER NOT NULL REFERENCES kinds (id),
	stream   INTEGER NOT NULL REFERENCES streams (id),
	revision INTEGER NOT NULL,      -- first, first + 1, … in the stream
	recorded INTEGER NOT NULL,      -- microseconds since 1970-01-01T00:00:00Z
	checksum INTEGER NOT NULL,      -- CRC-32C, see checksum.go
	id       BLOB NOT NULL,         -- UUID, 16 bytes
	skipped  INTEGER NOT NULL DEFAULT 0, -- positions left out right before this one
	ticks    INTEGER NOT NULL DEFAULT 0, -- of 100 ns, 0 to 9, beyond the microseconds
	again    INTEGER NOT NULL DEFAULT 0, -- how often the stream had this id before
	metadata BLOB NOT NULL,
	data     BLOB NOT NULL
) STRICT;

-- Where the events of a stream are. A new event is in no place near its
-- predecessor, so keeping this current would rewrite one page an event: it is
-- brought up to date in the background, sorted, up to the position in placed;
-- what is newer the program keeps in memory.
CREATE TABLE placements (
	stream   INTEGER NOT NULL REFERENCES streams (id),
	revision INTEGER NOT NULL,
	position INTEGER NOT NULL REFERENCES events (position),
	PRIMARY KEY (stream, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE placed (
	only INTEGER PRIMARY KEY CHECK (only = 1),
	upto INTEGER NOT NULL
) STRICT;
INSERT INTO placed VALUES (1, 0);

-- What an import brought: this many events up to this position. Without a row there
-- was none.
CREATE TABLE imported (
	only   INTEGER PRIMARY KEY CHECK (only = 1),
	upto   INTEGER NOT NULL,
	events INTEGER NOT NULL
) STRICT;

-- Makes a repeated append collide, so that the usual append needs no look-up.
CREATE UNIQUE INDEX events_by_id ON events (id, stream, again);

CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE (ABORT, 'events are never changed'); END;
CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE (ABORT, 'events are never deleted'); END;
CREATE TRIGGER streams_are_never_changed BEFORE UPDATE ON streams
BEGIN SELECT RAISE (ABORT, 'streams are never renamed'); END;
CREATE TRIGGER streams_are_never_deleted BEFORE DELETE ON streams
BEGIN SELECT RAISE (ABORT, 'streams are never deleted'); END;
CREATE TRIGGER kinds_are_never_changed BEFORE UPDATE ON kinds
BEGIN SELECT RAISE (ABORT, 'event types are never renamed'); END;
CREATE TRIGGER kinds_are_never_deleted BEFORE DELETE ON kinds
BEGIN SELECT RAISE (ABORT, 'event types are never deleted'); END;

package sqlite

import (
	"context"
	"fmt"
	"strings"
)

// The versions of a log's schema. Fresh files get the newest; a file keeps the version
// it was made with for ever, so that the program which made it can read it still.
const (
	schemaDense   = 1 // positions without gaps, an id once in a stream, whole microseconds
	schemaVersion = 2
)

// dialect is what depends on the version of a file.
type dialect struct {
	version  int64
	events   string // the columns of events, for decode
	placed   string // the same by way of the placements of a stream
	stream   string // number and first revision of a stream, by its name
	held     string // where a stream holds an id
	times    string // how often it does
	follower string // the event behind a position, and how many positions were left out before it
	newest   string // the time of the newest event, rounded up to the microsecond
}

// keepsRepeats: a stream may hold an id more than once.
func (d *dialect) keepsRepeats() bool { return d.version > schemaDense }

var dialects = map[int64]*dialect{
	schemaDense:   newDialect(schemaDense, "0, 0, 0", "0", "0", "0", "count(*)", "recorded"),
	schemaVersion: newDialect(schemaVersion, "skipped, ticks, again", "skipped", "ticks", "first", "max(again) + 1", "recorded + (ticks > 0)"),
}

func newDialect(version int64, rare, skipped, ticks, first, times, newest string) *dialect {
	columns := "kind, e.stream, e.revision, recorded, checksum, id, metadata, data, " + rare
	return &dialect{
		version: version,
		events:  "SELECT e.position, " + columns + " FROM events AS e ",
		placed: "SELECT e.position, " + columns +
			" FROM placements AS p CROSS JOIN events AS e ON e.position = p.position WHERE p.stream = ? AND +p.position <= ? AND ",
		stream:   "SELECT id, " + first + " FROM streams WHERE name = ?",
		held:     "SELECT revision, position, recorded, " + ticks + " FROM events WHERE id = ? AND stream = ? ORDER BY revision",
		times:    "SELECT " + times + " FROM events WHERE id = ? AND stream = ?",
		follower: "SELECT position, " + skipped + " FROM events WHERE position > ? ORDER BY position LIMIT 1",
		newest:   "SELECT " + newest + " FROM events ORDER BY position DESC LIMIT 1",
	}
}

func dialectOf(ctx context.Context, c *conn) (*dialect, error) {
	version, err := c.number(ctx, "PRAGMA user_version", 0)
	if err != nil {
		return nil, err
	}
	d := dialects[version]
	if d == nil {
		return nil, fmt.Errorf("%w: its schema is version %d, this program knows up to %d; use the program that wrote it", ErrForeign, version, schemaVersion)
	}
	return d, nil
}

// brought is what an import put into the file.
type brought struct{ upto, events int64 }

// gaps: there are positions without event, all of them up to upto.
func (b brought) gaps() bool { return b.upto != b.events }

func (d *dialect) brought(c *conn) (b brought, err error) {
	if d.version == schemaDense {
		return b, nil
	}
	rows, err := c.query("SELECT upto, events FROM imported")
	if err != nil {
		return b, err
	}
	if rows.next() {
		b = brought{rows.int(0), rows.int(1)}
	}
	rows.close()
	return b, rows.err
}

// statement is one of the schema, by how it begins.
func statement(begins string) string {
	_, rest, _ := strings.Cut(schema, begins)
	body, _, _ := strings.Cut(rest, ";\n")
	return begins + body
}

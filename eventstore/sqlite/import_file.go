package sqlite

import (
	"context"
	"fmt"
	"time"

	"minhbach/eventstore"
)

// maker fills a new file. Nobody else knows the file yet, so it goes without
// journal and syncs, and indexes come last, when they can be sorted.
type maker struct {
	c       *conn
	opts    Options
	pending pending
	size    int // bytes of pending
	inside  int // events in the transaction

	kinds    map[kind]int64
	streams  *cache[string, int64]
	next     []int64 // revision, by stream number less one
	position int64
	recorded int64
	index    string // SQL of the index on ids
}

// inOneGo is how many events are in one transaction.
const inOneGo = 50_000

func create(ctx context.Context, file string, opts Options) (_ *maker, err error) {
	c, err := connect(ctx, file, "rwc", "page_size(8192)", "locking_mode(EXCLUSIVE)", "journal_mode(MEMORY)",
		"synchronous(OFF)", "cache_size(-65536)", "recursive_triggers(1)")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			c.close()
		}
	}()
	err = c.script(ctx, fmt.Sprintf("BEGIN;\n%s\nPRAGMA application_id = %d;\nPRAGMA user_version = %d;\nCOMMIT;", schema, applicationID, schemaVersion))
	if err != nil {
		return nil, err
	}
	sql, err := c.one(ctx, "SELECT sql FROM sqlite_schema WHERE name = 'events_by_id'")
	if err != nil {
		return nil, err
	}
	m := &maker{c: c, opts: opts, kinds: map[kind]int64{}, streams: newCache[string, int64](opts.CachedStreams), index: sql[0].(string)}
	return m, c.script(ctx, "DROP INDEX events_by_id")
}

func (m *maker) close() error { return m.c.close() }

func (m *maker) fill(ctx context.Context, events eventstore.Events) (eventstore.Position, error) {
	for ev, err := range events {
		if err == nil {
			err = m.add(ctx, &ev)
		}
		if err != nil {
			return 0, err
		}
	}
	if err := m.commit(ctx); err != nil {
		return 0, err
	}
	return eventstore.Position(m.position), m.finish(ctx)
}

func (m *maker) add(ctx context.Context, ev *eventstore.Event) error {
	if err := m.fits(ev); err != nil {
		return fmt.Errorf("%w: position %d: %w", ErrUnfit, ev.Position, err)
	}
	if m.inside == 0 {
		if err := m.c.exec("BEGIN"); err != nil {
			return err
		}
	}
	stream, err := m.stream(ev.Stream)
	if err != nil {
		return err
	}
	if want := m.next[stream-1]; int64(ev.Revision) != want {
		return fmt.Errorf("%w: position %d: it is revision %d of stream %s, and revision %d has not come yet", ErrUnfit, ev.Position, ev.Revision, ev.Stream, want)
	}
	m.next[stream-1]++
	k, err := m.kind(kind{ev.Type, ev.ContentType})
	if err != nil {
		return err
	}
	m.position, m.recorded = int64(ev.Position), ev.Recorded.UnixMicro()
	d := eventstore.Draft{ID: ev.ID, Type: ev.Type, ContentType: ev.ContentType, Data: present(ev.Data), Metadata: present(ev.Metadata)}
	sum := placedSum(contentSum(ev.Stream, &d), m.position, int64(ev.Revision), m.recorded)
	m.pending.add(m.position, k, stream, int64(ev.Revision), m.recorded, int64(sum), d.ID[:], d.Metadata, d.Data)
	m.size += len(d.Data) + len(d.Metadata)
	if m.inside++; m.inside == inOneGo {
		return m.commit(ctx)
	}
	if m.pending.rows() >= widths[0] || m.size >= m.opts.MaxBatchBytes {
		return m.flush()
	}
	return nil
}

// fits refuses what would be another event after a reading.
func (m *maker) fits(ev *eventstore.Event) error {
	if want := m.position + 1; int64(ev.Position) != want {
		return fmt.Errorf("position %d was to come: this engine keeps positions without gaps", want)
	}
	if err := validName("stream name", ev.Stream, maxStreamBytes); err != nil {
		return err
	}
	if err := validName("event type", ev.Type, maxTypeBytes); err != nil {
		return err
	}
	if err := validName("content type", ev.ContentType, maxTypeBytes); err != nil {
		return err
	}
	switch micro := ev.Recorded.UnixMicro(); {
	case ev.ID.IsZero():
		return fmt.Errorf("it has no id")
	case !time.UnixMicro(micro).Equal(ev.Recorded):
		return fmt.Errorf("its time %s is finer than a microsecond", ev.Recorded.Format(time.RFC3339Nano))
	case micro < m.recorded:
		return fmt.Errorf("its time %s is before that of the event before it", ev.Recorded.Format(time.RFC3339Nano))
	case len(ev.Data)+len(ev.Metadata) > m.opts.MaxEventBytes:
		return fmt.Errorf("it has %d bytes, at most %d", len(ev.Data)+len(ev.Metadata), m.opts.MaxEventBytes)
	}
	return nil
}

// present turns no bytes into zero bytes: the columns take no NULL.
func present(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func (m *maker) stream(name string) (int64, error) {
	if id, ok := m.streams.get(name); ok {
		return id, nil
	}
	id, err := m.c.first("SELECT id FROM streams WHERE name = ?", name)
	if err == nil && id == 0 {
		m.next = append(m.next, 0)
		id = int64(len(m.next))
		err = m.c.exec("INSERT INTO streams (id, name) VALUES (?, ?)", id, name)
	}
	if err == nil {
		m.streams.put(name, id)
	}
	return id, err
}

func (m *maker) kind(k kind) (int64, error) {
	if id, ok := m.kinds[k]; ok {
		return id, nil
	}
	id := int64(len(m.kinds) + 1)
	m.kinds[k] = id
	return id, m.c.exec("INSERT INTO kinds (id, type, content_type) VALUES (?, ?, ?)", id, k.typ, k.content)
}

func (m *maker) flush() error {
	m.size = 0
	return m.pending.insert(m.c)
}

func (m *maker) commit(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if m.inside == 0 {
		return nil
	}
	if err := m.flush(); err != nil {
		return err
	}
	m.inside = 0
	return m.c.exec("COMMIT")
}

// finish makes what is sorted by something else than position.
func (m *maker) finish(ctx context.Context) error {
	for _, sql := range []string{
		"INSERT INTO placements (stream, revision, position) SELECT stream, revision, position FROM events ORDER BY stream, revision",
		fmt.Sprintf("UPDATE placed SET upto = %d", m.position),
	} {
		if err := m.c.script(ctx, sql); err != nil {
			return err
		}
	}
	err := m.c.script(ctx, m.index)
	if code(err)&0xff != 0 {
		twice, look := m.c.one(ctx, "SELECT max(position) FROM events GROUP BY id, stream HAVING count(*) > 1 LIMIT 1")
		if look == nil && len(twice) == 1 {
			return fmt.Errorf("%w: position %d: its stream holds its id already", ErrUnfit, twice[0])
		}
	}
	return err
}

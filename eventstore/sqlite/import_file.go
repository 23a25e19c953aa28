package sqlite

import (
	"context"
	"fmt"
	"math"

	"minhbach/eventstore"
)

// maker fills a new file. Nobody else knows the file yet, and indexes come last, when
// they can be sorted. Unless the file is to be taken up again it goes without journal
// and syncs.
type maker struct {
	c       *conn
	opts    Options
	pending pending
	size    int // bytes of pending
	oneGo   int // events in a transaction
	inside  int // those in the running one,
	bytes   int // and their bytes

	kinds    map[kind]int64
	streams  *cache[string, int64]
	next     []int64 // revision, by stream number less one
	position int64
	events   int64
}

// inOneGo is how many events are in one transaction, and largeGo how many bytes. Where
// every one of them is synced, fewer are lost with the last.
const (
	inOneGo  = 50_000
	inSynced = 5_000
	largeGo  = 64 << 20
)

// create makes a new file, or connects to one that is to be taken up again.
func create(ctx context.Context, file string, opts Options, keep bool) (_ *maker, err error) {
	pragmas := []string{"page_size(8192)", "locking_mode(EXCLUSIVE)", "journal_mode(MEMORY)", "synchronous(OFF)"}
	if keep {
		pragmas = []string{"page_size(8192)", "locking_mode(EXCLUSIVE)", "journal_mode(TRUNCATE)", "synchronous(FULL)", "fullfsync(1)"}
	}
	c, err := connect(ctx, file, "rwc", append(pragmas, "cache_size(-65536)", "recursive_triggers(1)")...)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			c.close()
		}
	}()
	m := &maker{c: c, opts: opts, pending: pending{shape: complete}, oneGo: inOneGo, kinds: map[kind]int64{}, streams: newCache[string, int64](opts.CachedStreams)}
	if keep {
		m.oneGo = opts.inSynced
		if fresh, err := known(ctx, c); err != nil || !fresh {
			return m, err
		}
	}
	return m, c.script(ctx, fmt.Sprintf("BEGIN;\n%s\nDROP INDEX events_by_id;\nPRAGMA application_id = %d;\nPRAGMA user_version = %d;\nCOMMIT;",
		schema, applicationID, schemaVersion))
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
	stream, revision, err := m.place(ev)
	if err != nil {
		return err
	}
	k, err := m.kind(kind{ev.Type, ev.ContentType})
	if err != nil {
		return err
	}
	skipped := int64(ev.Position) - m.position - 1
	ticks := int64(ev.Recorded.Nanosecond() % 1000 / 100)
	m.position = int64(ev.Position)
	recorded := ev.Recorded.UnixMicro()
	d := eventstore.Draft{ID: ev.ID, Type: ev.Type, ContentType: ev.ContentType, Data: present(ev.Data), Metadata: present(ev.Metadata)}
	sum := rareSum(placedSum(contentSum(ev.Stream, &d), m.position, revision, recorded), skipped, ticks, 0)
	m.pending.add(m.position, k, stream, revision, recorded, int64(sum), d.ID[:], d.Metadata, d.Data)
	m.pending.rare(skipped, ticks, 0)
	m.events++
	m.size += len(d.Data) + len(d.Metadata)
	m.bytes += len(d.Data) + len(d.Metadata)
	if m.inside++; m.inside >= m.oneGo || m.bytes >= largeGo {
		return m.commit(ctx)
	}
	if m.pending.rows() >= widths[0] || m.size >= m.opts.MaxBatchBytes {
		return m.flush()
	}
	return nil
}

// place is the number of the event's stream and its revision there. The event that ends
// a stream for good has no revision of its own in EventStoreDB; here it has the next.
func (m *maker) place(ev *eventstore.Event) (stream, revision int64, err error) {
	stream, begun, err := m.stream(ev.Stream)
	if err != nil {
		return 0, 0, err
	}
	revision = int64(ev.Revision)
	last := ev.Type == eventstore.TypeStreamDeleted && revision == math.MaxInt64
	if !begun {
		if last {
			revision = 0
		}
		id := int64(len(m.next) + 1)
		if err := m.c.exec("INSERT INTO streams (id, name, first) VALUES (?, ?, ?)", id, ev.Stream, revision); err != nil {
			return 0, 0, err
		}
		m.streams.put(ev.Stream, id)
		m.next = append(m.next, revision+1)
		return id, revision, nil
	}
	want := m.next[stream-1]
	if last {
		revision = want
	}
	if revision != want {
		return 0, 0, fmt.Errorf("%w: position %d: it is revision %d of stream %s, where revision %d was to come", ErrUnfit, ev.Position, revision, ev.Stream, want)
	}
	m.next[stream-1]++
	return stream, revision, nil
}

func (m *maker) stream(name string) (id int64, begun bool, err error) {
	id, begun = m.streams.get(name)
	if begun {
		return id, true, nil
	}
	if id, err = m.c.first("SELECT id FROM streams WHERE name = ?", name); id != 0 {
		m.streams.put(name, id)
	}
	return id, id != 0, err
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
	return m.keep()
}

// keep commits what was added.
func (m *maker) keep() error {
	if m.inside == 0 {
		return nil
	}
	if err := m.flush(); err != nil {
		return err
	}
	m.inside, m.bytes = 0, 0
	return m.c.exec("COMMIT")
}

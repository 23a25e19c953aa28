package sqlite

import (
	"context"
	"fmt"
	"runtime"

	"minhbach/eventstore"
)

// writer is the only one who appends. Its fields are what the committed part of
// the file says; a batch works on copies and hands them over when it is on disk.
type writer struct {
	l        *Log
	c        *conn
	heads    *cache[string, head]
	position int64 // newest
	streamID int64 // newest
	recorded int64 // newest, in microseconds
	pages    int   // written to the write-ahead log since it began anew
	group    group // used again and again
}

// loadState reads what the writer has to know before the first append.
func (l *Log) loadState(ctx context.Context) error {
	var err error
	if l.dialect, err = dialectOf(ctx, l.write); err != nil {
		return err
	}
	if l.brought, err = l.dialect.brought(l.write); err != nil {
		return err
	}
	position, err := l.write.number(ctx, "SELECT max(position) FROM events", 0)
	if err != nil {
		return err
	}
	l.head.set(position)
	rows, err := l.write.query("SELECT id, type, content_type FROM kinds ORDER BY id")
	if err != nil {
		return err
	}
	var all []kind
	for rows.next() {
		if rows.int(0) != int64(len(all)+1) {
			rows.err = fmt.Errorf("%w: event types are missing", ErrCorrupt)
			break
		}
		all = append(all, kind{rows.text(1), rows.text(2)})
	}
	rows.close()
	l.kinds.load(all)
	if rows.err != nil {
		return rows.err
	}
	return l.loadTail(ctx)
}

func (l *Log) newWriter() (*writer, error) {
	w := &writer{l: l, c: l.write, heads: newCache[string, head](l.opts.CachedStreams), position: l.head.get()}
	ctx := context.Background()
	var err error
	if w.streamID, err = w.c.number(ctx, "SELECT max(id) FROM streams", 0); err != nil {
		return nil, err
	}
	w.recorded, err = w.c.number(ctx, l.dialect.newest, 0)
	return w, err
}

// runWriter takes one request, drains what waits, commits once, answers all and
// then wakes the subscribers. It never waits for a batch to fill: what queued up
// during the previous sync is the batch.
func (l *Log) runWriter() {
	defer l.running.Done()
	w, err := l.newWriter()
	if err != nil {
		l.fail(err)
	}
	var batch []*request
	for req := range l.queue {
		batch = l.drain(append(batch[:0], req))
		if err := l.Health(); err != nil {
			refuse(batch, err)
			continue
		}
		err := w.commit(batch)
		if err != nil {
			refuse(batch, l.fail(err))
			continue
		}
		if len(w.group.placed) > 0 { // what is acknowledged is on disk; the next may not be
			if err := l.marker.put(mark{w.position, w.group.newest}); err != nil {
				l.fail(err)
			}
		}
		l.head.set(w.position)
		for _, req := range batch {
			close(req.done)
		}
		l.head.wake()
		if l.Health() == nil {
			w.afterCommit()
		}
	}
}

// drain adds what waits to the batch, up to the bounds. Those answered a moment
// ago get the processor first, so that their next appends can be among it.
func (l *Log) drain(batch []*request) []*request {
	runtime.Gosched()
	events, size := len(batch[0].drafts), batch[0].bytes
	for events < l.opts.MaxBatchEvents && size < l.opts.MaxBatchBytes {
		select {
		case more, ok := <-l.queue:
			if !ok {
				return batch
			}
			batch, events, size = append(batch, more), events+len(more.drafts), size+more.bytes
		default:
			return batch
		}
	}
	return batch
}

func refuse(batch []*request, err error) {
	for _, req := range batch {
		req.appended, req.err = eventstore.Appended{}, err
		close(req.done)
	}
}

// now is the time of a commit: never before that of an earlier one.
func (w *writer) now() int64 { return max(w.l.opts.Now().UnixMicro(), w.recorded) }

// commit decides and records a batch. An id that is taken shows as a collision;
// then the batch is undone and decided again with a look-up for every id.
func (w *writer) commit(batch []*request) error {
	b, err := w.try(batch, false)
	if err == errCollision {
		b, err = w.try(batch, true)
	}
	if err != nil {
		return err
	}
	w.position, w.streamID = b.position, b.streamID
	if len(b.placed) > 0 {
		w.recorded = b.recorded
	}
	w.l.tail.committed(b.placed, b.drained)
	for name, h := range b.heads {
		w.heads.put(name, h)
	}
	return nil
}

func (w *writer) try(batch []*request, careful bool) (*group, error) {
	b := &w.group
	b.begin(w, careful)
	if err := w.c.exec("BEGIN IMMEDIATE"); err != nil {
		return nil, err
	}
	err := b.run(batch)
	if err == nil {
		if hook := w.l.opts.beforeCommit; hook != nil {
			err = hook(w.c)
		}
	}
	if err == nil {
		err = w.c.exec("COMMIT")
	}
	if err != nil {
		w.c.exec("ROLLBACK") // fails where SQLite has rolled back already
		w.l.kinds.rollback()
		return nil, err
	}
	w.l.kinds.commit()
	return b, nil
}

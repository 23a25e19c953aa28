package ingest

import "context"

// batch is a run of rows that travels from the goroutine that splits a file to the
// one that makes sense of it. Cells lie side by side; rows say where theirs are.
type batch struct {
	rows   []span
	texts  []string
	values []any    // nil when no cell has one, else beside texts
	names  []string // of the columns met so far, where the file names them
	done   float64
}

// span is one row of a batch.
type span struct {
	line        int64
	first, last int // of the cells
	bad         *reason
}

func (b *batch) reset() {
	clear(b.texts)
	clear(b.values)
	b.rows, b.texts, b.values = b.rows[:0], b.texts[:0], b.values[:0]
}

// cell of a row; empty where the row is too short.
func (b *batch) cell(s span, i int) (string, any) {
	i += s.first
	if i >= s.last {
		return "", nil
	}
	if len(b.values) == 0 {
		return b.texts[i], nil
	}
	return b.texts[i], b.values[i]
}

// full is where a batch ends: enough to be worth a hand-over, little to hold.
const fullRows, fullCells = 2048, 32 << 10

func (b *batch) full() bool { return len(b.rows) >= fullRows || len(b.texts) >= fullCells }

// batcher is a grid that fills batches by itself, which is faster.
type batcher interface {
	// fill hands out batches got from next until the end; it stops when give says no.
	fill(ctx context.Context, next func() *batch, give func(*batch) bool) error
}

// stream reads a grid in a goroutine of its own and calls use for each batch in
// order. It returns when that goroutine has ended.
func stream(ctx context.Context, g grid, use func(*batch) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	full, free := make(chan *batch, 3), make(chan *batch, 5)
	ended := make(chan error, 1)
	next := func() *batch {
		select {
		case b := <-free:
			b.reset()
			return b
		default:
			return &batch{}
		}
	}
	give := func(b *batch) bool {
		select {
		case full <- b:
			return true
		case <-ctx.Done():
			return false
		}
	}
	go func() {
		defer close(full)
		ended <- guarded(func() error {
			if f, ok := g.(batcher); ok {
				return f.fill(ctx, next, give)
			}
			return gather(ctx, g, next, give)
		})
	}()
	var failed error
	for b := range full {
		if failed == nil {
			if failed = use(b); failed != nil {
				cancel()
			}
		}
		select {
		case free <- b:
		default:
		}
	}
	if err := <-ended; failed == nil {
		failed = err
	}
	return failed
}

// guarded turns a panic of a library in the reading goroutine into a fault, for no
// file may end the process.
func guarded(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = ErrBroken.New().Because(panicked{p})
		}
	}()
	return f()
}

// gather makes batches of rows.
func gather(ctx context.Context, g grid, next func() *batch, give func(*batch) bool) error {
	b := next()
	for r, err := range g.rows(ctx) {
		if err != nil {
			return err
		}
		first := len(b.texts)
		for _, c := range r.cells {
			b.texts, b.values = append(b.texts, c.text), append(b.values, c.value)
		}
		b.rows = append(b.rows, span{line: r.line, first: first, last: len(b.texts), bad: r.bad})
		if b.full() {
			b.done, b.names = g.done(), g.names()
			if !give(b) {
				return ctx.Err()
			}
			b = next()
		}
	}
	b.done, b.names = g.done(), g.names()
	if len(b.rows) > 0 {
		give(b)
	}
	return ctx.Err()
}

package ingest

import (
	"context"
	"errors"
	"iter"

	"minhbach/domain/dataset"
)

// errStopped ends a reading whose reader has stopped.
var errStopped = errors.New("enough")

func (r Reader) rows(ctx context.Context, src Source, reading dataset.Reading, columns []dataset.Column, p Progress) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		if err := r.each(ctx, src, reading, columns, p, func(values []any) bool { return yield(values, nil) }); err != nil && err != errStopped {
			yield(nil, err)
		}
	}
}

func (r Reader) each(ctx context.Context, src Source, reading dataset.Reading, columns []dataset.Column, p Progress, yield func([]any) bool) error {
	o, err := r.open(ctx, src, again(reading))
	if err != nil {
		return err
	}
	defer o.end()
	t, err := newScheme(ctx, o, reading, columns)
	if err != nil {
		return err
	}
	values := make([]any, len(columns))
	return stream(ctx, o.grid, func(b *batch) error {
		for _, s := range b.rows {
			if v, _ := t.judge(b, s); v == isData && t.read(b, s, values) < 0 && !yield(values) {
				return errStopped
			}
		}
		if p != nil {
			p(b.done)
		}
		return ctx.Err()
	})
}

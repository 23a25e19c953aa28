package ingest

import (
	"context"
	"iter"

	"minhbach/domain/dataset"
)

func (r Reader) examine(ctx context.Context, src Source, c Choices, p Progress) (*Examination, error) {
	o, err := r.open(ctx, src, c)
	if err != nil {
		return nil, err
	}
	defer o.end()
	return nil, ErrEmpty.New()
}

func (r Reader) rows(ctx context.Context, src Source, reading dataset.Reading, columns []dataset.Column, p Progress) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		o, err := r.open(ctx, src, again(reading))
		if err != nil {
			yield(nil, err)
			return
		}
		defer o.end()
	}
}

package ingest

import (
	"context"
	"iter"

	"minhbach/domain/dataset"
)

func (r Reader) examine(ctx context.Context, src Source, c Choices, p Progress) (*Examination, error) {
	panic("being written")
}

func (r Reader) rows(ctx context.Context, src Source, reading dataset.Reading, columns []dataset.Column, p Progress) iter.Seq2[[]any, error] {
	panic("being written")
}

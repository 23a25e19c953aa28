package bleve

import (
	"context"
	"encoding/binary"
	"fmt"
	"strconv"

	index "github.com/blevesearch/bleve_index_api"

	"minhbach/projections/search"
)

// Apply implements search.Index: one batch, which the engine makes durable as a
// whole before it answers. When ctx ends first the outcome is open; apply the same
// again.
func (ix *Index) Apply(ctx context.Context, put []search.Document, remove []string, position uint64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	batch := index.NewBatch()
	for _, id := range remove {
		batch.Delete(id)
	}
	for _, d := range put {
		doc, err := toDocument(d)
		if err != nil {
			return err
		}
		batch.Update(doc)
	}
	batch.SetInternal(keyPosition, binary.BigEndian.AppendUint64(nil, position))
	batch.SetInternal(keyVersion, []byte(strconv.Itoa(Version)))
	done := make(chan error, 1)
	go func() { done <- ix.write(batch) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (ix *Index) write(batch *index.Batch) (err error) {
	ix.apply.Lock()
	defer ix.apply.Unlock()
	ix.mu.RLock()
	closed := ix.closed
	ix.mu.RUnlock()
	if closed {
		return search.ErrClosed
	}
	defer recovered(&err)
	if err := ix.engine.Batch(batch); err != nil {
		return fmt.Errorf("writing the search index: %w", err)
	}
	return nil
}

//go:build cgo

package duckdb

import (
	"container/list"
	"context"
	"strings"
	"sync"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// total is the exact number of rows that a query chooses.
func (s *Store) total(ctx context.Context, t *table, q analytics.Query, columns []dataset.Column) (int64, error) {
	text := sqlText("SELECT count(*) FROM ", t.name)
	if q.Distinct {
		text = sqlText("SELECT count(*) FROM (SELECT DISTINCT ")
		t.list(text, columns)
		text.add(" FROM ", t.name)
	}
	if !t.where(text, q.Where, q.Search) && !q.Distinct {
		return t.rows, nil
	}
	if q.Distinct {
		text.add(")")
	}
	return s.counted(ctx, text)
}

// counted remembers the answer: tables never change under their internal name.
func (s *Store) counted(ctx context.Context, text *statement) (int64, error) {
	key := text.key()
	if n, ok := s.totals.get(key); ok {
		return n, nil
	}
	n, err := s.number(ctx, text)
	if err == nil {
		s.totals.put(key, n)
	}
	return n, err
}

// totals keeps the counts asked for last.
type totals struct {
	mu   sync.Mutex
	max  int
	ages *list.List // of pair, newest first
	all  map[string]*list.Element
}

type pair struct {
	key string
	n   int64
}

func newTotals(max int) *totals {
	return &totals{max: max, ages: list.New(), all: map[string]*list.Element{}}
}

func (c *totals) get(key string) (int64, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.all[key]
	if !ok {
		return 0, false
	}
	c.ages.MoveToFront(e)
	return e.Value.(pair).n, true
}

func (c *totals) put(key string, n int64) {
	if len(key) > 4096 { // a long list of values: not worth its memory
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.all[key]; ok {
		return
	}
	c.all[key] = c.ages.PushFront(pair{key, n})
	for c.ages.Len() > c.max {
		oldest := c.ages.Back()
		delete(c.all, c.ages.Remove(oldest).(pair).key)
	}
}

// forget drops the counts of a table that is no more.
func (c *totals) forget(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, e := range c.all {
		if strings.Contains(key, name) {
			c.ages.Remove(e)
			delete(c.all, key)
		}
	}
}

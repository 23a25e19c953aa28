package tables

import (
	"container/list"
	"context"
	"fmt"
	"sync"

	"minhbach/analytics"
)

// Tables never change, so what was answered stays true until they are dropped. The
// first rows and the figures on the pages of datasets are asked for again and again.
const (
	remembered = 512      // answers
	smallest   = 32 << 10 // bytes of an answer that is worth keeping, at most
)

// memory of small answers, the one used longest ago goes first.
type memory struct {
	mu    sync.Mutex
	order *list.List
	by    map[string]*list.Element
}

type answer struct {
	key, table string
	value      any
}

func newMemory() *memory { return &memory{order: list.New(), by: map[string]*list.Element{}} }

func (m *memory) get(key string) (any, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.by[key]
	if !ok {
		return nil, false
	}
	m.order.MoveToFront(e)
	return e.Value.(answer).value, true
}

func (m *memory) put(a answer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.by[a.key]; ok {
		return
	}
	m.by[a.key] = m.order.PushFront(a)
	if m.order.Len() > remembered {
		last := m.order.Back()
		m.order.Remove(last)
		delete(m.by, last.Value.(answer).key)
	}
}

// forget what was answered from a table.
func (m *memory) forget(table string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for e := m.order.Front(); e != nil; {
		next := e.Next()
		if a := e.Value.(answer); a.table == table {
			m.order.Remove(e)
			delete(m.by, a.key)
		}
		e = next
	}
}

// Select answers from memory where the same was asked before.
func (k *Keeper) Select(ctx context.Context, q analytics.Query) (*analytics.Page, error) {
	key := fmt.Sprintf("select %#v", q)
	if v, ok := k.memory.get(key); ok {
		page := *v.(*analytics.Page)
		return &page, nil
	}
	page, err := k.Store.Select(ctx, q)
	if err == nil && small(page.Rows) {
		kept := *page
		k.memory.put(answer{key, q.Table, &kept})
	}
	return page, err
}

// Group answers from memory where the same was asked before.
func (k *Keeper) Group(ctx context.Context, q analytics.Grouping) (*analytics.Groups, error) {
	key := fmt.Sprintf("group %#v", q)
	if v, ok := k.memory.get(key); ok {
		groups := *v.(*analytics.Groups)
		return &groups, nil
	}
	groups, err := k.Store.Group(ctx, q)
	if err == nil && small(groups.Rows) {
		kept := *groups
		k.memory.put(answer{key, q.Table, &kept})
	}
	return groups, err
}

// small tells whether rows take little room: 16 bytes a value and what is in texts.
func small(rows []analytics.Row) bool {
	size := 0
	for _, row := range rows {
		size += 16 * len(row)
		for _, v := range row {
			if text, ok := v.(string); ok {
				size += len(text)
			}
		}
		if size > smallest {
			return false
		}
	}
	return true
}

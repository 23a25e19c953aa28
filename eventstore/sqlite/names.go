package sqlite

import (
	"fmt"
	"sync"
)

// names remembers the streams met most recently while reading.
type names struct {
	mu    sync.Mutex
	known *cache[int64, string]
}

func (n *names) init(entries int) { n.known = newCache[int64, string](entries) }

func (n *names) get(c *conn, id int64) (string, error) {
	n.mu.Lock()
	name, ok := n.known.get(id)
	n.mu.Unlock()
	if ok {
		return name, nil
	}
	rows, err := c.query("SELECT name FROM streams WHERE id = ?", id)
	if err != nil {
		return "", err
	}
	found := rows.next()
	if found {
		name = rows.text(0)
	}
	rows.close()
	if rows.err != nil {
		return "", rows.err
	}
	if !found {
		return "", fmt.Errorf("%w: stream %d has no name", ErrCorrupt, id)
	}
	n.mu.Lock()
	n.known.put(id, name)
	n.mu.Unlock()
	return name, nil
}

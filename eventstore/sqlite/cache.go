package sqlite

// cache remembers about as many entries as it is told, the recently used ones
// first: what is asked for moves to the young generation, and when that is full
// the old one is forgotten. Not safe for concurrent use.
type cache[K comparable, V any] struct {
	half       int
	young, old map[K]V
}

func newCache[K comparable, V any](entries int) *cache[K, V] {
	return &cache[K, V]{half: max(1, entries/2), young: map[K]V{}}
}

func (c *cache[K, V]) get(k K) (V, bool) {
	v, ok := c.young[k]
	if ok {
		return v, true
	}
	if v, ok = c.old[k]; ok {
		c.put(k, v)
	}
	return v, ok
}

func (c *cache[K, V]) put(k K, v V) {
	if len(c.young) >= c.half {
		if _, known := c.young[k]; !known {
			c.old, c.young = c.young, make(map[K]V, c.half)
		}
	}
	c.young[k] = v
}

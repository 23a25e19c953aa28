package sqlite

import "minhbach/eventstore"

// window is the part of the span that one statement under a filter looks at. Where
// positions have gaps it is found by counting events: their positions may be the bytes
// of another store's files.
func (l *Log) window(c *conn, s *span) (low, high int64, err error) {
	low, high = s.low, s.high
	size := int64(l.opts.scanWindow)
	if high-low <= size {
		return low, high, nil
	}
	gaps := l.brought.gaps()
	if s.dir == eventstore.Backwards {
		if !gaps || high-size >= l.brought.upto {
			return high - size, high, nil
		}
		last, err := c.first("SELECT min(position) FROM (SELECT position FROM events WHERE position > ? AND position <= ? ORDER BY position DESC LIMIT ?)", low, high, size)
		if last > low {
			low = last - 1
		}
		return low, high, err
	}
	if !gaps || low >= l.brought.upto {
		return low, low + size, nil
	}
	last, err := c.first("SELECT max(position) FROM (SELECT position FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ?)", low, high, size)
	if last > low {
		high = last
	}
	return low, high, err
}

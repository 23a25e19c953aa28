package sqlite

import "minhbach/eventstore"

// lookOn reads on until a row cannot be read, and counts that one as lost.
func (l *Log) lookOn(c *conn, f *losses) {
	var before []int64
	page, _, err := l.fill(c, nil, largePage, l.inOrder(eventstore.Forwards, ""), []any{f.looked, f.upto, int64(largePage)},
		func(position, skipped int64) error {
			before = append(before, position-skipped-1)
			return nil
		})
	for i := range page {
		f.lose(f.looked+1, before[i])
		f.looked = int64(page[i].Position)
	}
	switch {
	case err == nil && len(page) > 0:
	case err == nil:
		f.lose(f.looked+1, f.upto)
		f.looked = f.upto
	case f.gaps:
		l.lookBeyond(c, f)
	default:
		l.lookOneByOne(c, f)
	}
}

// lookOneByOne: rows behind the damaged one may be in order, so each is asked for by
// itself.
func (l *Log) lookOneByOne(c *conn, f *losses) {
	for f.looked < f.upto {
		next := f.looked + 1
		f.looked = next
		if l.readable(c, next) {
			return
		}
		f.lose(next, next)
	}
}

func (l *Log) readable(c *conn, position int64) bool {
	page, _, err := l.fill(c, nil, 1, l.dialect.events+"WHERE position = ? LIMIT ?", []any{position, int64(1)}, nil)
	return err == nil && len(page) == 1
}

// lookBeyond is for a log with gaps, where positions cannot be tried one by one: it
// finds the next row whose place can be read at all, with doubling steps and then
// between the last two.
func (l *Log) lookBeyond(c *conn, f *losses) {
	fails, works := f.looked, int64(-1)
	for step := int64(1); works < 0 && fails < f.upto; step *= 2 {
		at := min(f.upto, f.looked+step-1)
		if _, _, err := l.behind(c, at); err != nil {
			fails = at
		} else {
			works = at
		}
	}
	for works-fails > 1 {
		at := fails + (works-fails)/2
		if _, _, err := l.behind(c, at); err != nil {
			fails = at
		} else {
			works = at
		}
	}
	next, before, err := l.behind(c, works)
	if works < 0 || err != nil || next == 0 {
		f.lose(f.looked+1, f.upto)
		f.looked = f.upto
		return
	}
	f.lose(f.looked+1, before)
	f.looked = next
	if !l.readable(c, next) {
		f.lose(next, next)
	}
}

// behind is the row behind a position and its predecessor; 0 when there is none.
func (l *Log) behind(c *conn, position int64) (next, before int64, err error) {
	rows, err := c.query(l.dialect.follower, position)
	if err != nil {
		return 0, 0, err
	}
	if rows.next() {
		next, before = rows.int(0), rows.int(0)-rows.int(1)-1
	}
	rows.close()
	return next, before, rows.err
}

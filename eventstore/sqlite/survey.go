package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// surveyTime bounds how long Open looks at what is left of a damaged log.
const surveyTime = 20 * time.Second

// stretch is the positions from first to last.
type stretch struct{ first, last int64 }

func (s stretch) String() string {
	if s.first == s.last {
		return fmt.Sprint(s.first)
	}
	return fmt.Sprintf("%d to %d", s.first, s.last)
}

// losses is which events of a damaged log cannot be read.
type losses struct {
	upto   int64 // how far the log went, as far as anybody knows
	looked int64 // how far was looked
	gone   []stretch
	gaps   bool // positions tell nothing about numbers
}

func (f losses) String() string {
	var b strings.Builder
	switch count := f.count(); {
	case f.upto == 0:
		return "nothing tells how many events it had"
	case f.gaps && count == 0:
		fmt.Fprintf(&b, "events up to position %d can still be read", f.looked)
	case f.gaps:
		b.WriteString("what stands at these positions cannot be read: ")
	case count == 0 && f.looked >= f.upto:
		return fmt.Sprintf("all %d events can still be read", f.upto)
	case count == 0:
		fmt.Fprintf(&b, "events 1 to %d can still be read", f.looked)
	default:
		fmt.Fprintf(&b, "%d of %d events cannot be read: ", count, f.upto)
	}
	for i, s := range f.gone {
		if i == 8 {
			fmt.Fprintf(&b, " and %d more stretches", len(f.gone)-i)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(s.String())
	}
	if f.looked < f.upto {
		fmt.Fprintf(&b, "; those after %d were not looked at", f.looked)
	}
	return b.String()
}

func (f losses) count() (n int64) {
	for _, s := range f.gone {
		n += s.last - s.first + 1
	}
	return n
}

func (f *losses) lose(first, last int64) {
	if first > last {
		return
	}
	if n := len(f.gone); n > 0 && f.gone[n-1].last == first-1 {
		f.gone[n-1].last = last
		return
	}
	f.gone = append(f.gone, stretch{first, last})
}

// survey reads what is left of a damaged log and changes nothing.
func survey(ctx context.Context, file string, opts Options) (f losses, err error) {
	ctx, cancel := context.WithTimeout(ctx, surveyTime)
	defer cancel()
	c, err := connect(ctx, file, damaged, "busy_timeout(5000)", "writable_schema(1)", "query_only(1)")
	if err != nil {
		return f, explain(err)
	}
	defer c.close()
	l := newLog(file, opts, c)
	if l.dialect, err = dialectOf(ctx, c); err != nil {
		return f, explain(err)
	}
	if l.brought, err = l.dialect.brought(c); err != nil || l.brought.gaps() {
		f.gaps = true
	}
	var all []kind // as far as they can be read
	if rows, err := c.query("SELECT id, type, content_type FROM kinds ORDER BY id"); err == nil {
		for rows.next() && rows.int(0) == int64(len(all)+1) {
			all = append(all, kind{rows.text(1), rows.text(2)})
		}
		rows.close()
	}
	l.kinds.load(all)
	f.upto, _ = c.number(ctx, "SELECT max(position) FROM events", 0)
	if k, err := os.Open(filepath.Join(filepath.Dir(file), markName)); err == nil {
		m, _ := readMark(k)
		k.Close()
		f.upto = max(f.upto, m.position)
	}
	for f.looked < f.upto && ctx.Err() == nil {
		l.lookOn(c, &f)
	}
	return f, nil
}

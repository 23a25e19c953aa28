package ingest

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"minhbach/domain/dataset"
)

// layout is where the data of a file lies: the row of headers, what stands above
// and right below it, and how many columns there are.
type layout struct {
	header int64 // line; 0 when there is none
	skip   []int // lines that are not data: above when there is no header, and below it
	titles []string
	units  []string
	width  int
	named  bool // columns are named by the format
	notes  []dataset.Note
}

// headRow is a row near the beginning of a file.
type headRow struct {
	line   int64
	texts  []string // trimmed
	plain  []bool   // neither number nor date
	length int      // cells as written
	full   int      // cells with something in them
}

// maxHead is how many rows are looked at for the header.
const maxHead = 300

// beginning reads the first rows that can be read.
func beginning(ctx context.Context, g grid) (head []headRow, err error) {
	for r, err := range g.rows(ctx) {
		if err != nil {
			return nil, err
		}
		if r.bad == nil {
			head = append(head, newHeadRow(r))
		}
		if len(head) >= maxHead {
			break
		}
	}
	return head, nil
}

func newHeadRow(r row) headRow {
	h := headRow{line: r.line, length: len(r.cells)}
	for _, c := range r.cells {
		t := trim(c.text)
		h.texts = append(h.texts, strings.Clone(t))
		h.plain = append(h.plain, t != "" && c.value == nil && classify(t)&(numbers|dates|datetimes) == 0)
		if t != "" {
			h.full++
		}
	}
	return h
}

func (h headRow) text(i int) string {
	if i < len(h.texts) {
		return h.texts[i]
	}
	return ""
}

// reach is the number of cells up to the last that holds something.
func (h headRow) reach() int {
	for i := len(h.texts); i > 0; i-- {
		if h.texts[i-1] != "" {
			return i
		}
	}
	return 0
}

// usualWidth is the number of cells that most rows have.
func usualWidth(head []headRow, written bool) (width int) {
	counts := map[int]int{}
	for _, h := range head {
		switch {
		case h.full == 0:
		case written:
			counts[h.length]++
		default:
			counts[h.reach()]++
		}
	}
	// A title above the table has one cell; it must not outvote a short table.
	rows := 0
	for _, n := range counts {
		rows += n
	}
	if wide := rows - counts[1]; wide*5 >= rows {
		delete(counts, 1)
	}
	best := 0
	for w, n := range counts {
		if n > best || n == best && w > width {
			width, best = w, n
		}
	}
	return width
}

// widthOf is how many columns the table has, given its header.
func widthOf(head []headRow, header int64, written bool) int {
	width := usualWidth(head, written)
	for _, h := range head {
		if h.line == header {
			return max(width, h.reach())
		}
	}
	return width
}

// findLayout looks for the header, or takes the row chosen. written tells that rows
// have as many cells as are written, as in CSV.
func findLayout(head []headRow, chosen *int, written bool) (layout, error) {
	l := layout{width: usualWidth(head, written)}
	at := -1
	switch {
	case chosen != nil && *chosen > 0:
		if at = slices.IndexFunc(head, func(h headRow) bool { return h.line == int64(*chosen) }); at < 0 {
			return l, ErrChoice.New("value", *chosen, "field", "header_row", "allowed", "0–"+strconv.Itoa(maxHead))
		}
	case chosen == nil:
		at = findHeader(head, l.width)
	}
	if at < 0 {
		l.withoutHeader(head, chosen != nil)
		return l, nil
	}
	l.header = head[at].line
	l.width = max(l.width, head[at].reach())
	l.titles = make([]string, l.width)
	for i := range l.titles {
		l.titles[i] = oneLine(head[at].text(i))
	}
	above := head[:at]
	if chosen == nil && at > 0 && l.join(head, at) {
		above = head[:at-1]
	}
	var lines []string
	for _, h := range above {
		if h.full > 0 {
			lines = append(lines, strconv.FormatInt(h.line, 10))
		}
	}
	if len(lines) > 0 {
		l.notes = append(l.notes, note("titles_dropped", "count", strconv.Itoa(len(lines)), "lines", few(lines)))
	}
	l.below(head[at+1:])
	return l, nil
}

// withoutHeader leaves out the rows of a title above the data.
func (l *layout) withoutHeader(head []headRow, chosen bool) {
	l.titles = make([]string, l.width)
	l.notes = append(l.notes, note("header_missing"))
	if chosen {
		return
	}
	var lines []string
	for _, h := range head {
		if h.full >= enough(l.width) {
			break
		}
		if h.full > 0 {
			l.skip = append(l.skip, int(h.line))
			lines = append(lines, strconv.FormatInt(h.line, 10))
		}
	}
	if len(lines) > 0 {
		l.notes = append(l.notes, note("titles_dropped", "count", strconv.Itoa(len(lines)), "lines", few(lines)))
	}
}

func few(lines []string) string {
	if len(lines) > 10 {
		lines = append(slices.Clone(lines[:10]), "…")
	}
	return strings.Join(lines, ", ")
}

package ingest

import (
	"strconv"
	"strings"
)

// enough cells for a row to be a header or data, and not a title.
func enough(width int) int {
	if width < 2 {
		return 1
	}
	return max(2, (width+1)/2)
}

// findHeader: the first row that is wide enough decides. It is the header when it
// holds words, besides at most years; otherwise it is data.
func findHeader(head []headRow, width int) int {
	for i, h := range head {
		if h.full < enough(width) {
			continue
		}
		if !h.isHeader() {
			return -1
		}
		if i+1 < len(head) && completes(head[i], head[i+1], width) && dataFollows(head[i+2:]) {
			return i + 1
		}
		return i
	}
	return -1
}

// dataFollows tells whether one of the next rows holds more than words.
func dataFollows(rest []headRow) bool {
	for _, h := range rest[:min(len(rest), 4)] {
		if h.full > 0 && !h.isHeader() {
			return true
		}
	}
	return false
}

func (h headRow) isHeader() bool {
	words := 0
	for i, t := range h.texts {
		switch {
		case t == "":
		case h.plain[i]:
			words++
		case !isYear(t):
			return false
		}
	}
	return words > 0
}

func isYear(t string) bool {
	n, ok := plainInt(t)
	return ok && n >= 1900 && n <= 2100
}

// completes tells whether a second row of headers fills the gaps that merged cells
// leave in the first.
func completes(upper, lower headRow, width int) bool {
	if !lower.isHeader() || lower.full == 0 || isUnits(lower) {
		return false
	}
	gap := false
	for i := range width {
		if upper.text(i) == "" {
			gap = true
			if lower.text(i) == "" {
				return false
			}
		}
	}
	return gap && lower.text(0) == "" && upper.text(0) != ""
}

// join puts the words of the row above before those of the header, where the two
// complete each other.
func (l *layout) join(head []headRow, at int) bool {
	upper, lower := head[at-1], head[at]
	if !completes(upper, lower, l.width) || upper.full < 2 {
		return false
	}
	group := ""
	for i := range l.titles {
		if t := oneLine(upper.text(i)); t != "" {
			group = t
		}
		if l.titles[i] == "" {
			l.titles[i] = group
		} else if group != "" {
			l.titles[i] = group + " – " + l.titles[i]
		}
	}
	l.notes = append(l.notes, note("header_joined", "lines", strconv.FormatInt(upper.line, 10)+", "+strconv.FormatInt(lower.line, 10)))
	return true
}

// oneLine is a title without line breaks and repeated spaces, cut to a bearable length.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > maxValue {
		s = shown(s)
	}
	return s
}

package worddiff

import "strings"

// Collapse hides the middle of equal runs, keeping context words next to every
// change. A run is hidden only when that saves more than it costs to read
// "… words hidden".
func Collapse(segments []Segment, context int) []Segment {
	var out []Segment
	for n, seg := range segments {
		if seg.Kind != Equal || seg.Words <= 3*context+10 {
			out = append(out, seg)
			continue
		}
		toks := tokens(seg.Text)
		head, tail := 0, len(toks)
		if n > 0 {
			head = after(toks, context)
		}
		if n < len(segments)-1 {
			tail = before(toks, context)
		}
		hidden := countWords(strings.Join(toks[head:tail], ""))
		if head > 0 {
			out = append(out, segment(Equal, strings.Join(toks[:head], "")))
		}
		out = append(out, Segment{Kind: Gap, Words: hidden})
		if tail < len(toks) {
			out = append(out, segment(Equal, strings.Join(toks[tail:], "")))
		}
	}
	return out
}

// after is the index behind the first n words.
func after(toks []string, n int) int {
	for i, tok := range toks {
		if n == 0 {
			return i
		}
		n -= countWords(tok)
	}
	return len(toks)
}

// before is the index of the n-th word from the end.
func before(toks []string, n int) int {
	for i := len(toks); i > 0; i-- {
		if n == 0 {
			return i
		}
		n -= countWords(toks[i-1])
	}
	return 0
}

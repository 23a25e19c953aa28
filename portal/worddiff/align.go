package worddiff

import (
	"bytes"
	"strings"
)

// diffLines aligns whole lines and hands what lies between to diffWords.
func diffLines(out *writer, old, new string) {
	a, b := lines(old), lines(new)
	x, y := intern(a, b)
	i, j := 0, 0
	between := func(iTo, jTo int) {
		diffWords(out, strings.Join(a[i:iTo], ""), strings.Join(b[j:jTo], ""))
	}
	for _, m := range matches(x, y, defaultCost) {
		between(m.i, m.j)
		out.put(Equal, strings.Join(a[m.i:m.i+m.n], ""))
		i, j = m.i+m.n, m.j+m.n
	}
	between(len(a), len(b))
}

// diffWords compares a changed hunk token by token.
func diffWords(out *writer, old, new string) {
	if old == "" || new == "" {
		out.put(Delete, old)
		out.put(Insert, new)
		return
	}
	a, b := tokens(old), tokens(new)
	x, y := intern(a, b)
	i, j := 0, 0
	between := func(iTo, jTo int) {
		out.put(Delete, strings.Join(a[i:iTo], ""))
		out.put(Insert, strings.Join(b[j:jTo], ""))
	}
	for _, m := range matches(x, y, defaultCost) {
		between(m.i, m.j)
		out.put(Equal, strings.Join(a[m.i:m.i+m.n], ""))
		i, j = m.i+m.n, m.j+m.n
	}
	between(len(a), len(b))
}

// writer joins neighbours and keeps deletions before insertions. It collects
// bytes, because adding word by word to a string would be quadratic.
type writer struct {
	done            []Segment
	del, ins, equal []byte
}

func (w *writer) put(kind Kind, text string) {
	switch {
	case text == "":
	case kind == Delete:
		w.settle()
		w.del = append(w.del, text...)
	case kind == Insert:
		w.settle()
		w.ins = append(w.ins, text...)
	default:
		w.equal = append(w.equal, text...)
	}
}

// settle decides about the equal text before a further change: blanks between
// two changed words join the change, so that "Sóc Trăng → Cần Thơ" reads as one
// replacement and not as two.
func (w *writer) settle() {
	if len(w.equal) == 0 {
		return
	}
	if len(w.del) > 0 && len(w.ins) > 0 && len(bytes.Trim(w.equal, " \t\u00a0")) == 0 {
		w.del, w.ins = append(w.del, w.equal...), append(w.ins, w.equal...)
		w.equal = w.equal[:0]
		return
	}
	w.flush()
}

// flush writes the pending change and then the equal text that followed it.
func (w *writer) flush() {
	w.close(Delete, w.del)
	w.close(Insert, w.ins)
	w.close(Equal, w.equal)
	w.del, w.ins, w.equal = w.del[:0], w.ins[:0], w.equal[:0]
}

func (w *writer) close(kind Kind, text []byte) {
	if len(text) == 0 {
		return
	}
	if last := len(w.done) - 1; last >= 0 && w.done[last].Kind == kind {
		w.done[last].Text += string(text)
		return
	}
	w.done = append(w.done, Segment{Kind: kind, Text: string(text)})
}

func (w *writer) segments() []Segment {
	w.flush()
	for i := range w.done {
		w.done[i].Words = countWords(w.done[i].Text)
	}
	return w.done
}

// Package worddiff compares two texts word by word, for people: history pages,
// conflict pages and change notices.
//
// Promises: the segments without the insertions give the old text, without the
// deletions the new one (both in NFC, so that a change of Unicode form is not
// shown as a change of words); a deletion comes before the insertion that
// replaces it; time and memory are bounded on any input, at the price of a
// coarser answer where two texts have little in common.
//
// Segments are plain text. They are escaped by the template that shows them;
// nothing here produces HTML.
package worddiff

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Kind says what happened to a segment.
type Kind string

// Kinds of a segment. Gap stands for a long equal run that Collapse hid.
const (
	Equal  Kind = "equal"
	Insert Kind = "insert"
	Delete Kind = "delete"
	Gap    Kind = "gap"
)

// Segment is a run of text with one fate. Words counts its words; for a Gap it
// is the number of words hidden, and Text is empty.
type Segment struct {
	Kind  Kind   `json:"kind"`
	Text  string `json:"text,omitempty"`
	Words int    `json:"words"`
}

// Summary counts words, not characters: punctuation alone is no word.
type Summary struct {
	Added   int `json:"added"`
	Removed int `json:"removed"`
	Kept    int `json:"kept"`
}

// Changed reports whether any word differs.
func (s Summary) Changed() bool { return s.Added+s.Removed > 0 }

// Diff compares old and new. Long texts are aligned by line first and then by
// word inside the lines that changed.
func Diff(old, new string) []Segment {
	old, new = norm.NFC.String(old), norm.NFC.String(new)
	switch {
	case old == new && old == "":
		return nil
	case old == new:
		return []Segment{segment(Equal, old)}
	}
	var out writer
	diffLines(&out, old, new)
	return out.segments()
}

// Summarize counts the words of a comparison.
func Summarize(segments []Segment) (s Summary) {
	for _, seg := range segments {
		switch seg.Kind {
		case Insert:
			s.Added += seg.Words
		case Delete:
			s.Removed += seg.Words
		case Equal, Gap:
			s.Kept += seg.Words
		}
	}
	return s
}

// Texts rebuilds the old and the new text. It is the inverse of Diff.
func Texts(segments []Segment) (old, new string) {
	var a, b strings.Builder
	for _, seg := range segments {
		if seg.Kind != Insert {
			a.WriteString(seg.Text)
		}
		if seg.Kind != Delete {
			b.WriteString(seg.Text)
		}
	}
	return a.String(), b.String()
}

func segment(kind Kind, text string) Segment {
	return Segment{Kind: kind, Text: text, Words: countWords(text)}
}

package worddiff

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// show writes [-deleted-]{+inserted+} so that a table can be read.
func show(segments []Segment) string {
	var b strings.Builder
	for _, s := range segments {
		switch s.Kind {
		case Equal:
			b.WriteString(s.Text)
		case Delete:
			b.WriteString("[-" + s.Text + "-]")
		case Insert:
			b.WriteString("{+" + s.Text + "+}")
		case Gap:
			fmt.Fprintf(&b, "<%d>", s.Words)
		}
	}
	return b.String()
}

func TestDiffReadsLikeAnEditorsMark(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"empty", "", "", ""},
		{"same", "Sóc Trăng", "Sóc Trăng", "Sóc Trăng"},
		{"added", "", "mới", "{+mới+}"},
		{"removed", "cũ", "", "[-cũ-]"},
		{"two syllables are one replacement", "tỉnh Sóc Trăng.", "tỉnh Cần Thơ.", "tỉnh [-Sóc Trăng-]{+Cần Thơ+}."},
		{"diacritic only", "huyện Kế Sách", "huyện Kê Sách", "huyện [-Kế-]{+Kê+} Sách"},
		{"figure shows whole", "tăng 1.234,5 tỷ", "tăng 1.334,5 tỷ", "tăng [-1.234,5-]{+1.334,5+} tỷ"},
		{"document number", "Quyết định 07/2019/QĐ-UBND", "Quyết định 08/2019/QĐ-UBND", "Quyết định [-07/2019-]{+08/2019+}/QĐ-UBND"},
		{"punctuation", "một, hai", "một; hai", "một[-,-]{+;+} hai"},
		{"unicode form is no change", norm.NFD.String("Ngã Năm"), "Ngã Năm", "Ngã Năm"},
		{"line", "a\nb\nc\n", "a\nx\nc\n", "a\n[-b-]{+x+}\nc\n"},
		{"line added", "a\nc\n", "a\nb\nc\n", "a\n{+b\n+}c\n"},
		{"markup stays text", "<b>x</b>", "<b>y</b>", "<b>[-x-]{+y+}</b>"},
	} {
		if got := show(Diff(c.old, c.new)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestSummaryCountsWords(t *testing.T) {
	got := Summarize(Diff("ban hành kèm theo Quyết định này.", "ban hành theo Quyết định mới này!"))
	if want := (Summary{Added: 1, Removed: 1, Kept: 6}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if Summarize(Diff("a, b", "a; b")).Changed() {
		t.Error("a changed mark is not a changed word")
	}
}

func TestCollapseKeepsContext(t *testing.T) {
	long := strings.Repeat("từ ", 100)
	segs := Diff(long+"cũ "+long, long+"mới "+long)
	got := show(Collapse(segs, 3))
	if want := "<97>từ từ từ [-cũ-]{+mới+} từ từ từ<97>"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if a, b := Summarize(segs), Summarize(Collapse(segs, 3)); a != b {
		t.Errorf("hiding words must not change the counts: %+v, %+v", a, b)
	}
	short := Diff("một hai ba", "một hai bốn")
	if show(Collapse(short, 3)) != show(short) {
		t.Error("a short run is not hidden")
	}
}

func TestSegmentsGiveBothTextsBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	vocabulary := strings.Fields("tỉnh huyện xã Đồng Tháp 07/2019 1.234 , . \n — \u00a0 điểm khoản Điều")
	text := func() string {
		var b strings.Builder
		for range rng.IntN(60) {
			b.WriteString(vocabulary[rng.IntN(len(vocabulary))])
			b.WriteString([]string{" ", "", "\n", "  "}[rng.IntN(4)])
		}
		return b.String()
	}
	for range 3000 {
		checkInverse(t, text(), text())
	}
}

func checkInverse(t *testing.T, old, new string) {
	t.Helper()
	segs := Diff(old, new)
	gotOld, gotNew := Texts(segs)
	if gotOld != norm.NFC.String(old) || gotNew != norm.NFC.String(new) {
		t.Fatalf("Diff(%q, %q) does not give the texts back: %q", old, new, show(segs))
	}
	for i, s := range segs {
		if s.Text == "" || s.Kind == Gap {
			t.Fatalf("segment %d of %q is empty", i, show(segs))
		}
		if i > 0 && segs[i-1].Kind == s.Kind {
			t.Fatalf("segments %d and %d of %q have one kind", i-1, i, show(segs))
		}
	}
}

// The cost cap must not cost correctness: a cap of one still gives a common
// subsequence.
func TestACappedSearchStillMatchesEqualElements(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		a, b := make([]int32, rng.IntN(80)), make([]int32, rng.IntN(80))
		for i := range a {
			a[i] = rng.Int32N(6)
		}
		for i := range b {
			b[i] = rng.Int32N(6)
		}
		for _, limit := range []int{1, 3, 1000} {
			i, j, total := 0, 0, 0
			for _, m := range matches(a, b, limit) {
				if m.i < i || m.j < j || m.n < 1 {
					t.Fatalf("matches go backwards: %v", m)
				}
				for k := range m.n {
					if a[m.i+k] != b[m.j+k] {
						t.Fatalf("matched unequal elements at %d, %d", m.i+k, m.j+k)
					}
				}
				i, j, total = m.i+m.n, m.j+m.n, total+m.n
			}
			if limit == 1000 && total != longest(a, b) {
				t.Fatalf("found %d common elements, the longest common subsequence has %d", total, longest(a, b))
			}
		}
	}
}

// longest is the textbook table, as an independent witness.
func longest(a, b []int32) int {
	row := make([]int, len(b)+1)
	for i := range a {
		diagonal := 0
		for j := range b {
			up := row[j+1]
			if a[i] == b[j] {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(row[j+1], row[j])
			}
			diagonal = up
		}
	}
	return row[len(b)]
}

func FuzzDiff(f *testing.F) {
	f.Add("Sóc Trăng", "Cần Thơ")
	f.Add("a\n\xff\nb", "a\r\nb\n")
	f.Add("1.2.3", "1.2,3")
	f.Fuzz(func(t *testing.T, old, new string) {
		checkInverse(t, old, new)
		Collapse(Diff(old, new), 2)
	})
}

// hard returns two texts of about size bytes: every n-th word differs, in one
// long line where oneLine is set.
func hard(size, n int, oneLine bool) (string, string) {
	rng := rand.New(rand.NewPCG(5, 6))
	var a, b strings.Builder
	for i := 0; a.Len() < size; i++ {
		end := " "
		if !oneLine && i%12 == 11 {
			end = "\n"
		}
		w := fmt.Sprintf("từ%d", rng.IntN(5000))
		a.WriteString(w + end)
		if rng.IntN(n) == 0 {
			w = fmt.Sprintf("khác%d", rng.IntN(5000))
		}
		b.WriteString(w + end)
	}
	return a.String(), b.String()
}

func BenchmarkDiff300KB(b *testing.B) {
	for _, c := range []struct {
		name    string
		every   int
		oneLine bool
	}{{"1%_changed", 100, false}, {"20%_changed", 5, false}, {"one_line_20%_changed", 5, true}, {"one_line_all_changed", 1, true}} {
		old, new := hard(300_000, c.every, c.oneLine)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Diff(old, new)
			}
		})
	}
}

package render

import (
	"fmt"
	"strings"
	"testing"
)

func TestPaginationShowsEndsAndNeighbours(t *testing.T) {
	for _, c := range []struct {
		current, last int
		want          string
	}{
		{1, 0, ""}, {1, 1, ""}, {1, 2, "[1] 2 >"}, {2, 2, "< 1 [2]"}, {1, 9, "[1] 2 … 9 >"},
		{5, 9, "< 1 … 4 [5] 6 … 9 >"}, {3, 5, "< 1 2 [3] 4 5 >"}, {99, 3, "< 1 2 [3]"}, {-1, 3, "[1] 2 3 >"},
	} {
		p := NewPagination(c.current, c.last, func(n int) string { return fmt.Sprint("?trang=", n) })
		var parts []string
		if p.Previous != "" {
			parts = append(parts, "<")
		}
		for _, l := range p.Pages {
			switch {
			case l.Number == 0:
				parts = append(parts, "…")
			case l.Current:
				parts = append(parts, fmt.Sprintf("[%d]", l.Number))
			default:
				parts = append(parts, fmt.Sprint(l.Number))
			}
		}
		if p.Next != "" {
			parts = append(parts, ">")
		}
		if got := strings.Join(parts, " "); got != c.want {
			t.Errorf("%d of %d: got %q, want %q", c.current, c.last, got, c.want)
		}
	}
}

func TestLocalPathNeverLeavesTheSite(t *testing.T) {
	for next, want := range map[string]string{
		"/van-ban?q=1#x": "/van-ban?q=1", "/": "/", "": "/home", "van-ban": "/home", "//evil.example": "/home", "https://evil.example/": "/home",
		`/\evil.example`: "/home", "/\tevil": "/home", "javascript:alert(1)": "/home", "///evil.example": "/home", "/%2fevil.example": "/home", "\\\\evil": "/home",
	} {
		if got := LocalPath(next, "/home"); got != want {
			t.Errorf("%q: got %q, want %q", next, got, want)
		}
	}
}

func TestDiffNamesIdenticalTexts(t *testing.T) {
	if d := NewDiff("a b", "a b"); !d.Same() {
		t.Error("identical texts must say so")
	}
	if d := NewDiff("a, b", "a; b"); d.Same() || d.Summary.Changed() {
		t.Error("a changed mark is a change but no changed word")
	}
}

func TestErrorSummaryLeadsToTheControl(t *testing.T) {
	fields := Errors(Field{ID: "ten"}, Field{ID: "muc", Kind: "radios", Error: "Chọn một mục"}, Field{ID: "thu", Error: "Nhập địa chỉ"})
	if len(fields) != 2 || fields[0].Target() != "muc-1" || fields[1].Target() != "thu" {
		t.Errorf("got %+v", fields)
	}
}

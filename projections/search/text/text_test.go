package text_test

import (
	"fmt"
	"strings"
	"testing"

	"minhbach/domain/fold"
	"minhbach/projections/search"
	"minhbach/projections/search/text"
)

func TestTokens(t *testing.T) {
	s := "Đường số 7, Kê\u0301 Sa\u0301ch" + text.Gap + "hết."
	got := ""
	for _, k := range text.Tokens(s) {
		got += fmt.Sprintf("%d:%s(%s) ", k.Position, k.Folded, s[k.Start:k.End])
	}
	want := "1:duong(Đường) 2:so(số) 3:7(7) 4:ke(Kê\u0301) 5:sach(Sa\u0301ch) 106:het(hết) "
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestExact(t *testing.T) {
	for _, same := range [][]string{{"hoà", "hòa", "HOÀ", "ho\u0300a", "hoa\u0300"}, {"thuý", "thúy"}, {"Kế", "kê\u0301", "ke\u0302\u0301"}, {"CSV", "csv"}} {
		for _, w := range same[1:] {
			if text.Exact(w) != text.Exact(same[0]) {
				t.Errorf("%q and %q are written alike", w, same[0])
			}
		}
	}
	seen := map[string]string{}
	for _, w := range strings.Fields("ma má mà mả mã mạ mâ mấ mă mắ đa da dà đà mo mô mơ mợ mộ mọ") {
		if other, taken := seen[text.Exact(w)]; taken {
			t.Errorf("%q and %q are not written alike", w, other)
		}
		seen[text.Exact(w)] = w
	}
}

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"dân số":                      "dan so",
		"  Dân \t số  dân":            "dan so",
		"kinh-tế, xã hội":             "kinh te xa hoi",
		`"dân số" 2024`:               "[dan so] 2024",
		`“dân số” và «kế sách»`:       "[dan so] va [ke sach]",
		`"chưa đóng`:                  "[chua dong]",
		`"một"`:                       "mot",
		"07/2019/QĐ-UBND":             "#7/2019/qd-ubnd",
		"(số: 007/2019/QĐ-UBND).":     "so #7/2019/qd-ubnd",
		"số:12/2024/TT-BTTTT":         "#12/2024/tt-btttt",
		"và/hoặc":                     "va hoac",
		"01/07/2025":                  "#1/7/2025",
		"!!! ... //":                  "",
		"":                            "",
		strings.Repeat("a b c d ", 9): "a b c d",
	} {
		var got []string
		for _, u := range text.Parse(in) {
			var words []string
			for _, w := range u.Words {
				words = append(words, w.Folded)
			}
			switch one := strings.Join(words, " "); {
			case u.Number != "":
				got = append(got, "#"+u.Number)
			case u.Phrase:
				got = append(got, "["+one+"]")
			default:
				got = append(got, one)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %s, want %s", in, strings.Join(got, " "), want)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, same := range []string{"07/2019/QĐ-UBND", "7/2019/qd-ubnd", " 07 / 2019 / QĐ - UBND ", "07/2019/QĐ–UBND", "số: 07/2019/QĐ-UBND;"} {
		if got := text.Number(same); got != "7/2019/qd-ubnd" {
			t.Errorf("%q: %q", same, got)
		}
	}
	for _, none := range []string{"", "QĐ-UBND", "và/hoặc", "2019", "/"} {
		if got := text.Number(none); got != "" {
			t.Errorf("%q: %q", none, got)
		}
	}
	if got := fmt.Sprint(text.NumberParts("07/2019/QĐ-UBND")); got != "[7/2019 7/2019/qd-ubnd]" {
		t.Error(got)
	}
	if got := fmt.Sprint(text.NumberParts("45/NQ-CP")); got != "[45/nq-cp]" {
		t.Error(got)
	}
}

// What the keys of a word give without an input method is led back to the word.
func TestLeftovers(t *testing.T) {
	for typed, meant := range map[string]string{
		"thoongs": "thống", "kee": "kê", "daan": "dân", "soos": "số", "ddaats": "đất", "nuwowcs": "nước", "dduwowngf": "đường",
		"tieengs": "tiếng", "tieesng": "tiếng", "trawng": "trăng", "suwr": "sử", "wowcs": "ước",
		"tho6ng1": "thống", "ke6": "kê", "d9u7o72ng": "đường", "tra8ng": "trăng", "so61": "số",
	} {
		found := false
		for _, w := range text.Leftovers(fold.String(typed)) {
			found = found || w == fold.String(meant)
		}
		if !found {
			t.Errorf("%s: %v has no %s", typed, text.Leftovers(typed), fold.String(meant))
		}
	}
	for _, none := range []string{"ban", "2024", "ubnd"} {
		if got := text.Leftovers(none); len(got) != 0 {
			t.Errorf("%s: %v", none, got)
		}
	}
}

func joined(fragments []search.Fragment) string {
	out := ""
	for _, f := range fragments {
		out += f.Text
	}
	return out
}

// Only the beginning of a long text is looked through, and no letter is cut.
func TestLongText(t *testing.T) {
	for _, s := range []string{strings.Repeat("từ ", 30000) + "cuối", strings.Repeat("ừ", 40000)} {
		m := text.NewMarker(text.Parse("từ cuối " + strings.Repeat("ừ", 40000)))
		for _, p := range m.Passages(3, s) {
			if !strings.HasPrefix(s, joined(p)) && !strings.Contains(s, joined(p)) {
				t.Errorf("%.40q… is no part", joined(p))
			}
		}
	}
}

func BenchmarkPassages(b *testing.B) {
	m := text.NewMarker(text.Parse("thống kê dân số"))
	s := strings.Repeat("Bảng thống kê số hộ dân ở các huyện, thị xã và thành phố trong năm. ", 100)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		m.Passages(3, s)
	}
}

func FuzzMarking(f *testing.F) {
	f.Add("Thống kê dân số\x1fKế Sách", `"dân số" 07/2019/QĐ`)
	f.Add("\xff\u0301a\u0301", "a")
	f.Add(strings.Repeat("từ ", 60)+"cuối", "từ cuối")
	f.Fuzz(func(t *testing.T, s, query string) {
		units := text.Parse(query)
		words := 0
		for _, u := range units {
			words += len(u.Words)
			if len(u.Words) == 0 {
				t.Fatalf("%q: a unit without words", query)
			}
		}
		if words > text.MaxWords {
			t.Fatalf("%q: %d words", query, words)
		}
		end := 0
		for _, k := range text.Tokens(s) {
			if k.Start < end || k.End <= k.Start || k.End > len(s) || k.Folded == "" || k.Exact(s) == "" {
				t.Fatalf("%q: %+v", s, k)
			}
			end = k.End
		}
		m := text.NewMarker(units)
		if whole := m.Whole(s); joined(whole) != s {
			t.Fatalf("%q is shown as %q", s, joined(whole))
		}
		for _, p := range m.Passages(3, s) {
			marked := false
			for _, fragment := range p {
				marked = marked || fragment.Match
			}
			if !strings.Contains(s, joined(p)) || !marked {
				t.Fatalf("passage %q of %q", joined(p), s)
			}
		}
	})
}

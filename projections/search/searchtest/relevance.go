package searchtest

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"testing"

	"minhbach/domain/fold"
	"minhbach/projections/search"
)

//go:embed testdata/relevance.txt
var relevanceFile string

// question is a case of the file.
type question struct {
	line    int
	asked   []string
	free    []bool // may be written in every way
	exactly []string
	checked bool // exactly was given
	first   []string
	relaxed bool
	spelled string
}

func relevance(t *testing.T, open Open) {
	docs, questions := parse(t, relevanceFile)
	if len(docs) < 10 || len(questions) < 30 {
		t.Fatalf("only %d documents and %d questions were read", len(docs), len(questions))
	}
	// In one piece and in many: how documents were written must not show.
	whole := filled(t, open, docs...)
	pieces := open(t, t.TempDir())
	t.Cleanup(func() { pieces.Close() })
	for i, d := range docs {
		if err := pieces.Apply(t.Context(), []search.Document{d}, nil, uint64(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	for _, q := range questions {
		t.Run(fmt.Sprintf("line %d %s", q.line, q.asked[0]), func(t *testing.T) {
			for i, asked := range q.asked {
				for n, way := range ways(asked, q.free[i]) {
					q.check(t, whole, way, n)
					q.check(t, pieces, way, n)
				}
			}
		})
	}
}

// ways of writing a text, those that keep its accents first.
func ways(s string, free bool) []string {
	kept := []string{s, decompose(s), strings.ToUpper(s), strings.ToLower(s), "  " + strings.ReplaceAll(s, " ", "\u00a0 ")}
	if !free {
		return kept
	}
	return append(kept, fold.String(s), strings.ToUpper(fold.String(s)))
}

const keepAccents = 5

func (q question) check(t *testing.T, ix search.Index, asked string, way int) {
	t.Helper()
	r := ask(t, ix, search.Query{Text: asked, Limit: 100})
	got := ids(r)
	if r.Total != len(got) {
		t.Errorf("%q: total %d of %d hits", asked, r.Total, len(got))
	}
	if q.checked && !slices.Equal(sorted(got), sorted(q.exactly)) {
		t.Errorf("%q\n found %v\n want  %v", asked, sorted(got), sorted(q.exactly))
	}
	if way < keepAccents && len(q.first) > 0 && !slices.Equal(got[:min(len(got), len(q.first))], q.first) {
		t.Errorf("%q\n first %v\n want  %v", asked, got, q.first)
	}
	if r.Relaxed != q.relaxed {
		t.Errorf("%q: relaxed %v", asked, r.Relaxed)
	}
	if q.spelled != "" && way == 0 && r.Spelling != q.spelled {
		t.Errorf("%q: spelling %q, want %q", asked, r.Spelling, q.spelled)
	}
	if r.Spelling != "" && ask(t, ix, search.Query{Text: r.Spelling}).Total == 0 {
		t.Errorf("%q: the spelling %q finds nothing", asked, r.Spelling)
	}
}

func parse(t *testing.T, file string) ([]search.Document, []question) {
	t.Helper()
	var docs []search.Document
	var questions []question
	asking := false
	for i, line := range strings.Split(file, "\n") {
		mark, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		q := func() *question {
			if len(questions) == 0 {
				t.Fatalf("line %d: %q before any question", i+1, line)
			}
			return &questions[len(questions)-1]
		}
		switch mark {
		case "":
			asking = false
		case "+":
			docs = append(docs, search.Document{ID: rest})
		case "?", "?=":
			if !asking {
				questions = append(questions, question{line: i + 1})
			}
			q().asked, q().free = append(q().asked, rest), append(q().free, mark == "?")
			asking = true
			continue
		case "=":
			q().exactly, q().checked = strings.Fields(rest), true
		case "1":
			q().first = strings.Fields(rest)
		case "~":
			q().relaxed = true
		case ">":
			q().spelled = rest
		default:
			if strings.HasPrefix(mark, "#") {
				break
			}
			set(t, &docs[len(docs)-1], i+1, mark, rest)
		}
		asking = false
	}
	return docs, questions
}

func set(t *testing.T, d *search.Document, line int, field, value string) {
	t.Helper()
	if v, ok := strings.CutPrefix(value, "(nfd) "); ok {
		value = decompose(v)
	}
	switch field {
	case "kind":
		d.Kind = value
	case "title":
		d.Title = value
	case "summary":
		d.Summary = value
	case "body":
		d.Body = value
	case "number":
		d.Number = value
	case "keywords":
		for _, k := range strings.Split(value, ",") {
			d.Keywords = append(d.Keywords, strings.TrimSpace(k))
		}
	default:
		t.Fatalf("line %d: no field %q", line, field)
	}
}

// decompose a text as some keyboards and file systems do.
func decompose(s string) string {
	var b strings.Builder
	for _, r := range s {
		if d, ok := parts[r]; ok {
			b.WriteString(d)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// parts of the composed Vietnamese letters (đ has none).
var parts = func() map[rune]string {
	out := map[rune]string{}
	marks := []string{"", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
	for base, row := range map[string]string{
		"a": "aàáãảạ", "a\u0306": "ăằắẵẳặ", "a\u0302": "âầấẫẩậ", "e": "eèéẽẻẹ", "e\u0302": "êềếễểệ", "i": "iìíĩỉị",
		"o": "oòóõỏọ", "o\u0302": "ôồốỗổộ", "o\u031b": "ơờớỡởợ", "u": "uùúũủụ", "u\u031b": "ưừứữửự", "y": "yỳýỹỷỵ",
	} {
		for i, r := range []rune(row) {
			// Canonical order: the dot below stands before the circumflex and breve.
			quality := base[1:]
			if marks[i] == "\u0323" && quality != "" && quality != "\u031b" {
				out[r] = base[:1] + "\u0323" + quality
			} else {
				out[r] = base + marks[i]
			}
			upper := []rune(strings.ToUpper(string(r)))[0]
			out[upper] = strings.ToUpper(out[r][:1]) + out[r][1:]
		}
	}
	return out
}()

package analyticstest

import (
	"errors"
	"iter"
	"strings"
	"testing"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/domain/fault"
)

// Run tests an engine; open gives an empty store that it closes itself.
func Run(t *testing.T, open func(t *testing.T) analytics.Store) {
	for name, test := range map[string]func(*testing.T, analytics.Store){
		"loading":      loading,
		"paging":       paging,
		"order":        textOrder,
		"conditions":   conditions,
		"searching":    searching,
		"distinct":     distinct,
		"streaming":    streaming,
		"grouping":     grouping,
		"profile":      profile,
		"comparing":    comparing,
		"refusals":     refusals,
		"injection":    injection,
		"cancellation": cancellation,
		"concurrency":  concurrency,
		"random":       random,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// Rows makes rows to load.
func Rows(rows ...analytics.Row) iter.Seq2[analytics.Row, error] {
	return func(yield func(analytics.Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// Column is one without a description.
func Column(name string, kind dataset.Type) dataset.Column {
	return dataset.Column{Name: name, Title: name, Type: kind}
}

func load(t *testing.T, s analytics.Store, id string, columns []dataset.Column, rows ...analytics.Row) {
	t.Helper()
	n, err := s.Load(t.Context(), analytics.Table{ID: id, Columns: columns}, Rows(rows...))
	if err != nil || n != int64(len(rows)) {
		t.Fatalf("Load: %d, %v", n, err)
	}
}

func page(t *testing.T, s analytics.Store, q analytics.Query) *analytics.Page {
	t.Helper()
	p, err := s.Select(t.Context(), q)
	if err != nil {
		t.Fatalf("Select %+v: %v", q, err)
	}
	return p
}

// ids of the rows that a query chooses.
func ids(t *testing.T, s analytics.Store, q analytics.Query) []int64 {
	t.Helper()
	q.Select = []string{analytics.RowID}
	p := page(t, s, q)
	out := []int64{}
	for _, r := range p.Rows {
		out = append(out, r[0].(int64))
	}
	if p.Total != int64(len(out)) && q.Limit == 0 {
		t.Errorf("total %d of %d rows", p.Total, len(out))
	}
	return out
}

func refused(t *testing.T, err error, code *fault.Code) {
	t.Helper()
	if !errors.Is(err, code) {
		t.Errorf("got %v, want %s", err, code.Name)
		return
	}
	for _, lang := range []string{"vi", "en"} {
		f := fault.Of(err)
		for place := range strings.SplitSeq(code.Sentence(lang), "{") {
			name, _, found := strings.Cut(place, "}")
			if _, filled := f.Args[name]; found && !filled {
				t.Errorf("%s leaves {%s} open", code.Name, name)
			}
		}
	}
}

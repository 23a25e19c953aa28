package bench

import (
	"context"
	"fmt"
	"strings"
	"time"

	"minhbach/domain/fold"
	"minhbach/projections/search"
	"minhbach/projections/search/bleve"
)

// facets of a page of results.
var facets = []string{"kind", "section", "agency", "topic", "keyword", "format", "licence", "band", "year"}

// search measures pages of results with nine facets and highlights. Documents go
// straight into the engine of search: publishing so many would measure the log.
func (r *run) search(ctx context.Context) (err error) {
	if err := r.closeOffice(); err != nil { // its memory is not search's
		return err
	}
	r.tell("ghi %d văn bản vào chỉ mục", "writing %d documents to an index", r.Documents)
	index, err := bleve.Open(r.path("index"))
	if err != nil {
		return err
	}
	defer func() {
		if closing := index.Close(); err == nil {
			err = closing
		}
	}()
	c := newCorpus()
	docs := make([]search.Document, 0, r.Documents)
	for i := range r.Documents {
		docs = append(docs, c.document(i))
	}
	resetPeak()
	begun := time.Now()
	for from := 0; from < len(docs); from += 1000 {
		if err := index.Apply(ctx, docs[from:min(from+1000, len(docs))], nil, uint64(from+1)); err != nil {
			return err
		}
	}
	rate := float64(len(docs)) / time.Since(begun).Seconds()
	r.report.add(Figure{Step: "search", What: Words{"văn bản ghi vào chỉ mục mỗi giây", "documents indexed a second"}, Size: r.Documents, Unit: "per_s", Count: 1, P50: rate, P95: rate})
	kinds := questions(c, docs, 5*r.Samples)
	r.tell("tìm kiếm", "searching")
	var all timings
	for _, kind := range kinds {
		var took timings
		for i, q := range kind.queries {
			begun := time.Now()
			found, err := index.Search(ctx, q)
			if err != nil {
				return err
			}
			if found.Total == 0 && i == 0 {
				return fmt.Errorf("nothing is found for %q", q.Text)
			}
			took.since(begun)
		}
		all = append(all, took...)
		r.report.add(took.figure("search", kind.what, r.Documents, nil))
	}
	f := r.report.add(all.figure("search", Words{"mọi loại câu hỏi, 9 nhóm lọc, đánh dấu", "all kinds of questions, 9 facets, highlights"}, r.Documents, &Goal{Limit: 50, Size: goalDocuments}))
	p50, p95 := scan(docs, kinds[1].queries[:3]).quantiles()
	f.versus(withScan, p50, p95)
	return nil
}

type searches struct {
	what    Words
	queries []search.Query
}

// questions of the kinds that people ask, from titles that are there.
func questions(c *corpus, docs []search.Document, n int) []searches {
	page := func(text string) search.Query { return search.Query{Text: text, Facets: facets, Highlight: true} }
	kinds := []searches{
		{what: Words{"một từ", "one word"}}, {what: Words{"hai từ", "two words"}}, {what: Words{"hai từ không dấu", "two words without accents"}},
		{what: Words{"bốn từ", "four words"}}, {what: Words{"cụm từ", "phrase"}}, {what: Words{"có lọc", "filtered"}}, {what: Words{"không có chữ", "no text"}},
		{what: Words{"gõ sai một phím", "one key mistyped"}},
	}
	for range n {
		d := docs[c.rnd.IntN(len(docs))]
		w := strings.Fields(d.Title)
		two := strings.Join(w[:2], " ")
		for i, q := range []search.Query{
			page(w[0]), page(two), page(fold.String(two)), page(strings.Join(w[:4], " ")), page(`"` + strings.Join(w[:3], " ") + `"`),
			{Text: w[0], Kinds: []string{d.Kind}, Topics: d.Topics, Facets: facets, Highlight: true}, {Facets: facets}, page(w[0] + " " + w[1] + "q " + w[2]),
		} {
			kinds[i].queries = append(kinds[i].queries, q)
		}
	}
	return kinds
}

// scan answers the naive way: every text folded, both words looked for, facets counted.
func scan(docs []search.Document, queries []search.Query) (took timings) {
	for _, q := range queries {
		begun := time.Now()
		wanted := strings.Fields(fold.String(q.Text))
		counts := map[string]int{}
		for _, d := range docs {
			text := fold.String(strings.Join([]string{d.Title, d.Summary, d.Body, strings.Join(d.Keywords, " ")}, " "))
			found := true
			for _, w := range wanted {
				found = found && strings.Contains(text, w)
			}
			if found {
				for _, v := range []string{d.Kind, d.Section, d.Agency, d.Topics[0], d.Keywords[0], d.Format, d.Licence, d.Band} {
					counts[v]++
				}
			}
		}
		took.since(begun)
	}
	return took
}

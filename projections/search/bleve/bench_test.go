package bleve_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minhbach/domain/fold"
	"minhbach/projections/search"
)

// corpus is Vietnamese-like text: syllables put together from onsets, rhymes and
// tones, drawn by Zipf's law, in pairs as Vietnamese words are.
type corpus struct {
	rnd   *rand.Rand
	words []string
	zipf  *rand.Zipf
}

func newCorpus() *corpus {
	rnd := rand.New(rand.NewPCG(7, 11))
	var syllables []string
	for _, onset := range strings.Fields("b c ch d đ g gi h kh l m n ng nh ph qu s t th tr v x") {
		for _, rhyme := range strings.Fields("a á à ả ạ an án àn ang áng e ê ế ề ên ến i í ì inh ính o ó ò ong ông ống ồng ơ ớ ờ u ú ù ung úng ư ứ ừ ương ướng ường iên iến iền uyên ươi ười") {
			syllables = append(syllables, onset+rhyme)
		}
	}
	rnd.Shuffle(len(syllables), func(i, j int) { syllables[i], syllables[j] = syllables[j], syllables[i] })
	c := &corpus{rnd: rnd}
	for i := range 20000 { // compounds share syllables
		first := syllables[int(float64(len(syllables))*math.Pow(rnd.Float64(), 2))]
		second := syllables[int(float64(len(syllables))*math.Pow(rnd.Float64(), 2))]
		if i%4 == 0 {
			c.words = append(c.words, first)
		} else {
			c.words = append(c.words, first+" "+second)
		}
	}
	c.zipf = rand.NewZipf(rnd, 1.2, 8, uint64(len(c.words)-1))
	return c
}

func (c *corpus) word() string { return c.words[c.zipf.Uint64()] }

func (c *corpus) text(n int) string {
	w := make([]string, n)
	for i := range w {
		w[i] = c.word()
	}
	return strings.Join(w, " ")
}

func (c *corpus) document(i int) search.Document {
	r := c.rnd
	d := search.Document{
		ID: fmt.Sprintf("01929b5e-%04x-7000-8000-%012x", i%65536, i), Kind: []string{search.Publication, search.Dataset}[r.IntN(2)],
		Section: fmt.Sprintf("s%d", r.IntN(8)), Agency: fmt.Sprintf("agency-%d", r.IntN(120)), State: "published",
		Title: c.text(6), Summary: c.text(15), Body: c.text(60),
		Keywords: []string{c.word(), c.word(), c.word()}, Topics: []string{fmt.Sprintf("t%d", r.IntN(12))},
		Format: []string{"csv", "xlsx", "json"}[r.IntN(3)], Licence: "cc-by", Band: []string{"good", "poor"}[r.IntN(2)],
		Years: []int{2015 + r.IntN(11)}, Published: day.Add(time.Duration(i) * time.Minute), Updated: day,
	}
	if d.Kind == search.Publication {
		d.Number = fmt.Sprintf("%02d/%d/QĐ-UBND", 1+r.IntN(99), 2015+r.IntN(11))
	}
	return d
}

var day = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

const size = 100_000

var library = sync.OnceValues(func() ([]search.Document, *corpus) {
	c := newCorpus()
	docs := make([]search.Document, size)
	for i := range docs {
		docs[i] = c.document(i)
	}
	return docs, c
})

var shelf struct {
	sync.Once
	ix      search.Index
	took    time.Duration
	queries map[string][]search.Query
}

var pageFacets = []string{"kind", "section", "agency", "topic", "keyword", "format", "licence", "band", "year"}

func filled(b *testing.B) {
	shelf.Do(func() {
		docs, c := library()
		dir, err := tempDir()
		if err != nil {
			b.Fatal(err)
		}
		shelf.ix = open(b, dir)
		begun := time.Now()
		for part := range slices.Chunk(docs, 1000) {
			if err := shelf.ix.Apply(b.Context(), part, nil, 1); err != nil {
				b.Fatal(err)
			}
		}
		shelf.took = time.Since(begun)
		page := func(text string) search.Query {
			return search.Query{Text: text, Facets: pageFacets, Highlight: true}
		}
		shelf.queries = map[string][]search.Query{}
		add := func(kind string, q search.Query) { shelf.queries[kind] = append(shelf.queries[kind], q) }
		for range 200 {
			d := docs[c.rnd.IntN(size)]
			words := strings.Fields(d.Title)
			first := words[c.rnd.IntN(len(words)-2):]
			add("one word", page(words[0]))
			add("two words", page(strings.Join(first[:2], " ")))
			add("two words folded", page(fold.String(strings.Join(first[:2], " "))))
			add("four words", page(strings.Join(words[:4], " ")))
			add("phrase", page(`"`+strings.Join(first[:3], " ")+`"`))
			add("filtered", search.Query{Text: first[0], Kinds: []string{search.Dataset}, Topics: []string{"t3"}, Years: []int{2020, 2021},
				Facets: pageFacets, Highlight: true})
			add("no text", search.Query{Facets: pageFacets})
			add("newest", search.Query{Text: words[0], Order: search.ByNewest, Facets: pageFacets})
			add("number", page(cmp.Or(d.Number, "07/2019/QĐ-UBND")))
			add("typo", page(words[0]+" "+words[1]+"q "+words[2]))
		}
	})
}

// BenchmarkSearch is a page with nine facets and highlights over 100,000
// documents, by kind of query; p50 and p95 in milliseconds.
func BenchmarkSearch(b *testing.B) {
	filled(b)
	b.Logf("%d documents written in %v (%.0f a second)", size, shelf.took.Round(time.Millisecond), size/shelf.took.Seconds())
	kinds := make([]string, 0, len(shelf.queries))
	for k := range shelf.queries {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	for _, kind := range kinds {
		b.Run(strings.ReplaceAll(kind, " ", "-"), func(b *testing.B) {
			measured(b, shelf.queries[kind])
		})
	}
	b.Run("mixed", func(b *testing.B) {
		var all []search.Query
		for i := range 200 {
			for _, kind := range kinds {
				all = append(all, shelf.queries[kind][i])
			}
		}
		measured(b, all)
	})
	b.Run("mixed-8-at-once", func(b *testing.B) {
		b.SetParallelism(4)
		b.RunParallel(func(pb *testing.PB) {
			for i := 0; pb.Next(); i++ {
				kind := kinds[i%len(kinds)]
				if _, err := shelf.ix.Search(b.Context(), shelf.queries[kind][i%200]); err != nil {
					b.Error(err)
				}
			}
		})
	})
}

func measured(b *testing.B, queries []search.Query) {
	var took []time.Duration
	hits, cpu := 0, processorTime()
	for i := 0; b.Loop(); i++ {
		begun := time.Now()
		r, err := shelf.ix.Search(b.Context(), queries[i%len(queries)])
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begun))
		hits += r.Total
	}
	b.ReportMetric((processorTime()-cpu).Seconds()*1000/float64(len(took)), "cpu-ms/op")
	quantiles(b, took)
	b.ReportMetric(float64(hits)/float64(len(took)), "hits")
}

func quantiles(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	ms := func(q float64) float64 { return float64(took[int(q*float64(len(took)-1))].Microseconds()) / 1000 }
	b.ReportMetric(ms(0.5), "p50-ms")
	b.ReportMetric(ms(0.95), "p95-ms")
}

// BenchmarkScan is the same question asked the naive way in the same run: fold
// every text, look for both words, count the facets.
func BenchmarkScan(b *testing.B) {
	filled(b)
	docs, _ := library()
	queries := shelf.queries["two words"]
	cpu, scans := processorTime(), 0
	defer func() {
		b.ReportMetric((processorTime()-cpu).Seconds()*1000/float64(scans), "cpu-ms/op")
	}()
	for i := 0; b.Loop(); i++ {
		scans++
		words := fold.Tokens(queries[i%len(queries)].Text)
		counts := map[string]map[string]int{"agency": {}, "topic": {}, "format": {}}
		for _, d := range docs {
			text := " " + strings.Join(fold.Tokens(d.Title+" "+d.Summary+" "+d.Body), " ") + " "
			if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, " "+w+" ") }) {
				counts["agency"][d.Agency]++
				counts["topic"][d.Topics[0]]++
				counts["format"][d.Format]++
			}
		}
	}
}

func BenchmarkSuggest(b *testing.B) {
	filled(b)
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		text := []rune(shelf.queries["four words"][i/8%200].Text)
		begun := time.Now()
		if _, err := shelf.ix.Suggest(b.Context(), string(text[:min(len(text), 1+i%8)]), 8); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begun))
	}
	quantiles(b, took)
}

// BenchmarkUpdate writes one document durably into the full index.
func BenchmarkUpdate(b *testing.B) {
	filled(b)
	docs, _ := library()
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		begun := time.Now()
		if err := shelf.ix.Apply(b.Context(), docs[i%1000:i%1000+1], nil, uint64(i)); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begun))
	}
	quantiles(b, took)
}

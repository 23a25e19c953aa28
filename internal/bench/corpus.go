package bench

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"minhbach/projections/search"
)

// corpus makes texts of Vietnamese look: words of one or two syllables, few of them
// often and most of them seldom, as in every language.
type corpus struct {
	rnd   *rand.Rand
	words []string
	often *rand.Zipf
}

func newCorpus() *corpus {
	c := &corpus{rnd: rand.New(rand.NewPCG(3, 2026))}
	var syllables []string
	for _, first := range strings.Fields("b c ch d đ g gi h kh l m n ng nh ph qu s t th tr v x") {
		for _, rest := range strings.Fields("a á à ạ an án ang áng ê ế ên ến i í inh ính o ó ong ông ống ồng ơ ớ u ú ung ư ứ ương ướng iên iến uyên ươi ười âm ậm ôi ối ao áo") {
			syllables = append(syllables, first+rest)
		}
	}
	syllable := func() string { return syllables[c.rnd.IntN(1+c.rnd.IntN(len(syllables)))] }
	for i := range 20_000 {
		if word := syllable(); i%4 == 0 {
			c.words = append(c.words, word)
		} else {
			c.words = append(c.words, word+" "+syllable())
		}
	}
	c.often = rand.NewZipf(c.rnd, 1.2, 8, uint64(len(c.words)-1))
	return c
}

func (c *corpus) text(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(c.words[c.often.Uint64()])
	}
	return b.String()
}

var published2026 = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func (c *corpus) document(i int64) search.Document {
	r := c.rnd
	d := search.Document{
		ID: fmt.Sprintf("0193b000-%04x-7000-8000-%012x", i%65536, i), Kind: search.Dataset, Section: "du-lieu", Language: "vi", State: "published",
		Agency: fmt.Sprintf("co-quan-%d", r.IntN(120)), Title: c.text(6), Summary: c.text(15), Body: c.text(60), Keywords: []string{c.text(1), c.text(1), c.text(1)},
		Topics: []string{fmt.Sprintf("chu-de-%d", r.IntN(12))}, Format: []string{"csv", "xlsx", "json", "geojson"}[r.IntN(4)], Licence: "vn-open-data",
		Band: []string{"good", "fair", "poor"}[r.IntN(3)], Years: []int{2015 + r.IntN(11)}, Published: published2026.Add(time.Duration(i) * time.Minute), Updated: published2026,
	}
	if i%2 == 0 {
		d.Kind, d.Section, d.Number = search.Publication, "van-ban", fmt.Sprintf("%02d/%d/QĐ-UBND", 1+r.IntN(99), d.Years[0])
	}
	return d
}

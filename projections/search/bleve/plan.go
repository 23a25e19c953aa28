package bleve

import (
	"math/bits"

	"minhbach/projections/search/text"
)

// plan is what a text asks of a document. Each word has a bit, and each number.
type plan struct {
	units  []planUnit
	words  []text.Word
	prefix int      // word that may be the beginning of a word; -1 none
	marked uint32   // words typed with a diacritic
	pairs  []string // neighbouring words
	loose  bool     // no phrase is asked for, so nearness only ranks
	need   int      // units that a document has to have
}

type planUnit struct {
	text.Unit
	words []int
	mask  uint32 // of the words
	bit   uint32 // of the number
}

// planOf units, of which a document needs so many.
func planOf(units []text.Unit, need int) *plan {
	p := &plan{prefix: -1, need: need, loose: true}
	bit := text.MaxWords
	for _, u := range units {
		pu := planUnit{Unit: u}
		for _, w := range u.Words {
			if n := len(p.words); n > 0 {
				p.pairs = append(p.pairs, p.words[n-1].Folded+" "+w.Folded)
			}
			if w.Marked {
				p.marked |= 1 << len(p.words)
			}
			pu.mask |= 1 << len(p.words)
			pu.words = append(pu.words, len(p.words))
			p.words = append(p.words, w)
		}
		if u.Number != "" && bit < 32 {
			pu.bit = 1 << bit
			bit++
		}
		if u.Prefix {
			p.prefix = len(p.words) - 1
		}
		if u.Phrase || u.Number != "" {
			p.loose = false
		}
		p.units = append(p.units, pu)
	}
	return p
}

// maybe tells whether a document with these bits can match; sure is false when
// phrases have to be looked at.
func (p *plan) maybe(mask uint32) (can, sure bool) {
	have := 0
	sure = true
	for i := range p.units {
		u := &p.units[i]
		switch {
		case u.bit != 0 && mask&u.bit != 0:
			have++
		case mask&u.mask == u.mask:
			have++
			if u.Phrase || u.bit != 0 {
				sure = false
			}
		}
	}
	return have >= p.need, sure
}

// hopeless tells that too many units have a word that no document has.
func (p *plan) hopeless(absent uint32) bool {
	have := 0
	for _, u := range p.units {
		if u.bit != 0 || u.mask&absent == 0 {
			have++
		}
	}
	return have < p.need
}

// all is the mask of a plan that asks for every word and nothing else; 0 for
// other plans.
func (p *plan) all() uint32 {
	if !p.loose || p.need < len(p.units) || len(p.words) == 0 {
		return 0
	}
	return uint32(1)<<len(p.words) - 1
}

// exactly tells whether every word typed with diacritics is there as typed.
func (p *plan) exactly(exact uint32) bool {
	return p.marked != 0 && bits.OnesCount32(exact&p.marked) == bits.OnesCount32(p.marked)
}

package bleve

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
	"golang.org/x/text/unicode/norm"

	"minhbach/domain/fold"
	"minhbach/projections/search"
	"minhbach/projections/search/text"
)

// Fields of full text. Those with places hold folded words and the original.
const (
	fieldTitle    = "t"
	fieldKeywords = "k" // number, keywords
	fieldSummary  = "s"
	fieldBody     = "b"
	exactTitle    = "tx"
	exactRest     = "x"  // keywords, summary and body
	fieldPairs    = "tp" // neighbouring words of the title
	fieldNumber   = "n"  // of a document, by its beginnings
	fieldWhole    = "nw" // the whole number
)

// Fields of columns, one term a value.
const (
	colKind, colType, colSection, colAgency, colTopic = "c.kind", "c.type", "c.section", "c.agency", "c.topic"
	colKeyword, colFormat, colLicence, colBand        = "c.keyword", "c.format", "c.licence", "c.band"
	colYear, colState                                 = "c.year", "c.state"
	colPublished, colUpdated, colWeight, colOrder     = "c.published", "c.updated", "c.weight", "c.order"
)

// analyzer makes the words of a field.
type analyzer func(s string, emit func(term string, t text.Token))

func (a analyzer) Analyze(b []byte) analysis.TokenStream {
	s := string(b)
	out := make(analysis.TokenStream, 0, len(s)/6+1)
	a(s, func(term string, t text.Token) {
		out = append(out, &analysis.Token{Start: t.Start, End: t.End, Position: t.Position, Term: []byte(term)})
	})
	return out
}

func folded(s string, emit func(string, text.Token)) {
	text.Each(s, func(t text.Token) bool { emit(t.Folded, t); return true })
}

func exact(s string, emit func(string, text.Token)) {
	text.Each(s, func(t text.Token) bool { emit(t.Exact(s), t); return true })
}

func pairs(s string, emit func(string, text.Token)) {
	last := ""
	text.Each(s, func(t text.Token) bool {
		if last != "" {
			emit(last+" "+t.Folded, t)
		}
		last = t.Folded
		return true
	})
}

const (
	placed = index.IndexField | index.StoreField | index.IncludeTermVectors
	plain  = index.IndexField
	value  = index.IndexField | index.SkipFreqNorm
)

// toDocument is d in the fields of this index.
func toDocument(d search.Document) (*document.Document, error) {
	if d.ID == "" {
		return nil, fmt.Errorf("search: a document without id")
	}
	out := document.NewDocument(d.ID)
	full := func(name, s string, options index.FieldIndexingOptions, a analyzer) {
		if s != "" {
			out.AddField(document.NewTextFieldCustom(name, nil, []byte(s), options, a))
		}
	}
	keywords := strings.Join(append([]string{d.Number}, d.Keywords...), text.Gap)
	keywords = strings.Trim(keywords, text.Gap)
	full(fieldTitle, d.Title, placed, folded)
	full(fieldKeywords, keywords, placed, folded)
	full(fieldSummary, d.Summary, placed, folded)
	full(fieldBody, d.Body, placed, folded)
	full(exactTitle, d.Title, plain, exact)
	full(exactRest, keywords+text.Gap+d.Summary+text.Gap+d.Body, plain, exact)
	full(fieldPairs, d.Title, plain, pairs)

	term := func(name, s string) {
		if s != "" {
			out.AddField(document.NewTextFieldCustom(name, nil, []byte(norm.NFC.String(s)), value, nil))
		}
	}
	for _, n := range text.NumberParts(d.Number) {
		term(fieldNumber, n)
	}
	term(fieldWhole, text.Number(d.Number))
	term(colKind, d.Kind)
	term(colType, d.Type)
	term(colSection, d.Section)
	term(colAgency, d.Agency)
	term(colFormat, d.Format)
	term(colLicence, d.Licence)
	term(colBand, d.Band)
	term(colState, d.State)
	for _, t := range d.Topics {
		term(colTopic, t)
	}
	for _, k := range d.Keywords {
		term(colKeyword, k)
	}
	for _, y := range d.Years {
		term(colYear, strconv.Itoa(y))
	}
	term(colPublished, instant(d.Published))
	term(colUpdated, instant(d.Updated))
	if d.Weight > 0 && d.Weight != 1 && !math.IsInf(d.Weight, 1) {
		term(colWeight, strconv.FormatFloat(d.Weight, 'g', 4, 32))
	}
	order := fold.SortKey(d.Title)
	term(colOrder, order[:min(len(order), 512)])
	return out, nil
}

// instant in microseconds; empty for none.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return strconv.FormatInt(t.UnixMicro(), 16)
}

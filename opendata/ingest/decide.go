package ingest

import (
	"math"
	"strings"

	"minhbach/domain/dataset"
)

// maxMisfits is how many values may not fit a guessed type: one in a hundred, and
// never more than this. Their rows are rejected and listed, never dropped in
// silence, and the publisher may choose text instead.
const maxMisfits = 1000

// decision is the type of a column and how its values are written.
type decision struct {
	typ     dataset.Type
	format  int // -1 for text
	misfits int64
	unsure  string // code of a note: ambiguous_number, ambiguous_date
}

// decide takes the format that reads most values, the narrowest of equals. style
// settles what separators alone leave open.
func (t *tally) decide(style style) decision {
	text := decision{typ: dataset.Text, format: -1}
	if t.values == 0 {
		return text
	}
	allowed := min(t.values/100, maxMisfits)
	fits := t.fits()
	codes := t.codes() > 0
	best, most := -1, int64(-1)
	for i := range fits {
		if codes && numbers&(1<<i) != 0 || i == boolX && fits[i] < t.values {
			continue
		}
		if fits[i] > most {
			best, most = i, fits[i]
		}
	}
	if best < 0 || t.values-most > allowed {
		return text
	}
	d := decision{typ: formats[best].Type, format: best, misfits: t.values - most}
	switch {
	case best == intDot && fits[decDot] == most:
		if d.unsure = "ambiguous_number"; style.points(false) {
			d.format, d.typ = decDot, dataset.Decimal
		}
	case best == intComma && fits[decComma] == most:
		if d.unsure = "ambiguous_number"; style.commas() {
			d.format, d.typ = decComma, dataset.Decimal
		}
	case (best == dateDMY && fits[dateMDY] == most) || (best == timeDMY && fits[timeMDY] == most):
		d.unsure = "ambiguous_date"
	}
	if d.unsure == "ambiguous_number" && style.settled() {
		d.unsure = ""
	}
	return d
}

// as is the decision when the publisher has chosen the type and, perhaps, the format.
func (t *tally) as(typ dataset.Type, id string, style style) (decision, error) {
	if typ == dataset.Text {
		return decision{typ: typ, format: -1}, nil
	}
	set := formatsOf(typ)
	if set == 0 {
		return decision{}, ErrChoice.New("value", typ, "field", "type", "allowed", "text, integer, decimal, boolean, date, datetime, geometry")
	}
	if id != "" {
		i, ok := formatNumber(typ, id)
		if !ok {
			return decision{}, ErrChoice.New("value", id, "field", "format", "allowed", allowedFormats(set))
		}
		return decision{typ: typ, format: i, misfits: t.values - t.fits()[i]}, nil
	}
	if g := t.decide(style); g.typ == typ {
		return g, nil
	}
	fits, best, most := t.fits(), -1, int64(math.MinInt64)
	set.each(func(i int) {
		if fits[i] > most {
			best, most = i, fits[i]
		}
	})
	return decision{typ: typ, format: best, misfits: t.values - most}, nil
}

func allowedFormats(set mask) string {
	var ids []string
	set.each(func(i int) { ids = append(ids, formats[i].ID) })
	return strings.Join(ids, "; ")
}

// style is how the numbers of a file are written, by the columns that leave no doubt.
type style struct {
	vi, en    int
	semicolon bool // cells are separated by it, as where the comma is the decimal sign
}

func (s style) settled() bool { return s.vi != s.en }

// points tells whether a lone point is the decimal sign. Without evidence it is
// that of thousands, as Vietnamese offices write.
func (s style) points(otherwise bool) bool {
	if s.settled() {
		return s.en > s.vi
	}
	return otherwise
}

// commas tells whether a lone comma is the decimal sign.
func (s style) commas() bool {
	if s.settled() {
		return s.vi > s.en
	}
	return s.semicolon
}

// styleOf counts the columns whose numbers can be read in one way only.
func styleOf(columns []*tally, semicolon bool) style {
	s := style{semicolon: semicolon}
	for _, t := range columns {
		d := t.decide(style{})
		if d.unsure != "" {
			continue
		}
		switch d.format {
		case decComma, decDotComma, decSpaceComma, pctComma, pctDotComma, intDot:
			s.vi++
		case decDot, decCommaDot, decSpaceDot, pctDot, pctCommaDot, intComma:
			if d.format != pctDot || t.fits()[pctComma] < t.fits()[pctDot] {
				s.en++
			}
		}
	}
	return s
}

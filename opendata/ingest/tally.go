package ingest

import (
	"maps"
	"slices"
	"strings"
	"time"

	"minhbach/domain/dataset"
)

// tally is what the values of one column are, counted over the whole file.
type tally struct {
	values int64 // neither empty nor a mark
	empty  int64 // written cells without anything in them
	marks  map[string]int64
	kinds  []kind // few: the values of a column are written alike
	more   map[mask]int64
	sample []string
	last   string // the value before, and where it was counted: columns repeat themselves
	at     int
	sights sightings
}

type kind struct {
	of    mask
	count int64
}

const maxKinds, maxSamples = 12, 5

// add counts a cell. text is trimmed.
func (t *tally) add(line int64, text string, value any) {
	if value == nil {
		if text == "" {
			t.empty++
			return
		}
		if text == t.last && t.at >= 0 {
			t.values++
			t.kinds[t.at].count++
			t.sights.again(line)
			return
		}
		m := classify(text)
		if m&isMark != 0 {
			if t.marks == nil {
				t.marks = map[string]int64{}
			}
			t.marks[strings.Clone(text)]++
			return
		}
		t.count(text, m)
		t.last = text
	} else {
		t.count(text, classifyValue(value))
		t.last, t.at = "", -1
	}
	t.sights.look(line, text)
}

func (t *tally) count(text string, m mask) {
	t.values++
	t.at = -1
	for i := range t.kinds {
		if t.kinds[i].of == m {
			t.kinds[i].count++
			t.at = i
			break
		}
	}
	if t.at < 0 {
		if len(t.kinds) < maxKinds {
			t.kinds = append(t.kinds, kind{m, 1})
			t.at = len(t.kinds) - 1
		} else {
			if t.more == nil {
				t.more = map[mask]int64{}
			}
			t.more[m]++
		}
	}
	if len(t.sample) < maxSamples && !slices.Contains(t.sample, text) {
		t.sample = append(t.sample, strings.Clone(shown(text)))
	}
}

// classifyValue is classify for a value whose type its format knows.
func classifyValue(value any) mask {
	switch v := value.(type) {
	case int64:
		if v > 1<<59 || v < -1<<59 {
			return of(intPlain)
		}
		return integers | decimals
	case float64:
		return decimals
	case bool:
		return booleans &^ of(boolX)
	case day:
		return dates | datetimes
	case time.Time:
		return datetimes
	case geometry:
		return of(geoJSON)
	}
	return 0
}

// fits counts, for each format, the values that can be read in it.
func (t *tally) fits() (f [formatCount]int64) {
	for _, k := range t.kinds {
		k.of.each(func(i int) { f[i] += k.count })
	}
	for m, n := range t.more {
		m.each(func(i int) { f[i] += n })
	}
	return f
}

// codes counts the values that are digits but no numbers.
func (t *tally) codes() (n int64) {
	for _, k := range t.kinds {
		if k.of&isCode != 0 {
			n += k.count
		}
	}
	for m, c := range t.more {
		if m&isCode != 0 {
			n += c
		}
	}
	return n
}

// marked is how many cells hold a mark.
func (t *tally) marked() (n int64) {
	for _, c := range t.marks {
		n += c
	}
	return n
}

// evidence of the column for its publisher.
func (t *tally) evidence(typ dataset.Type) Evidence {
	e := Evidence{Values: t.values, Empty: t.empty, Fits: map[string]int64{}, Examples: t.sample}
	if typ == dataset.Text {
		e.Values += t.marked()
		for _, m := range slices.Sorted(maps.Keys(t.marks)) {
			if len(e.Examples) < maxSamples {
				e.Examples = append(e.Examples, m)
			}
		}
	} else {
		e.Empty += t.marked()
	}
	e.Fits[string(dataset.Text)] = e.Values
	for i, n := range t.fits() {
		if n > 0 {
			e.Fits[string(formats[i].Type)+"/"+formats[i].ID] = n
		}
	}
	return e
}

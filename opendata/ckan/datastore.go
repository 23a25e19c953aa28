package ckan

import (
	"encoding/json"
	"math"
	"slices"
	"strings"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// MaxRecords is the most that one answer of datastore_search holds; a larger limit
// is lowered without an error.
const MaxRecords = 32000

// Ask is a datastore_search that was read and can be answered.
type Ask struct {
	Query   analytics.Query // without a table; Limit may be 0
	Fields  []dataset.Column
	Filters any    // as they came
	Format  string // objects, lists, csv or tsv
	Total   bool
}

// Field is a column as DataStore clients know it.
type Field struct {
	ID   string     `json:"id"`
	Type string     `json:"type"`
	Info *FieldInfo `json:"info,omitempty"`
}

// FieldInfo is our dictionary of columns, under the names of CKAN's.
type FieldInfo struct {
	Label   string `json:"label"`
	LabelEn string `json:"label_en,omitempty"`
	Notes   string `json:"notes"`
	NotesEn string `json:"notes_en,omitempty"`
	Unit    string `json:"unit,omitempty"`
	Key     bool   `json:"is_key,omitempty"`
}

var rowID = dataset.Column{Name: analytics.RowID, Type: dataset.Integer}

// FieldsOf describes columns.
func FieldsOf(columns []dataset.Column) []Field {
	all := []Field{}
	for _, c := range columns {
		f := Field{ID: c.Name, Type: typeOf(c)}
		if c.Name != analytics.RowID {
			f.Info = &FieldInfo{c.Title, c.TitleEn, c.Description, c.DescriptionEn, c.Unit, c.Key}
		}
		all = append(all, f)
	}
	return all
}

func typeOf(c dataset.Column) string {
	switch {
	case c.Name == analytics.RowID:
		return "int"
	case c.Type == dataset.Integer:
		return "int8"
	case c.Type == dataset.Decimal:
		return "numeric"
	case c.Type == dataset.Boolean:
		return "bool"
	case c.Type == dataset.Date:
		return "date"
	case c.Type == dataset.DateTime:
		return "timestamp"
	}
	return "text"
}

// WithRowID are the columns of a table as clients see it.
func WithRowID(columns []dataset.Column) []dataset.Column {
	return append([]dataset.Column{rowID}, columns...)
}

// ReadDatastore reads the parameters of datastore_search about a table.
func ReadDatastore(p Params, columns []dataset.Column) (Ask, error) {
	all := WithRowID(columns)
	ask := Ask{Format: p.Text("records_format"), Total: p.Bool("include_total", true)}
	switch ask.Format {
	case "":
		ask.Format = "objects"
	case "objects", "lists", "csv", "tsv":
	default:
		return ask, Invalid("records_format", "Value must be one of objects, lists, csv, tsv")
	}
	var err error
	if ask.Query.Limit, err = p.Natural("limit", 100, MaxRecords); err != nil {
		return ask, err
	}
	offset, err := p.Natural("offset", 0, math.MaxInt32)
	if err != nil {
		return ask, err
	}
	ask.Query.Offset, ask.Query.Distinct, ask.Query.NoTotal = int64(offset), p.Bool("distinct", false), !ask.Total
	if ask.Fields, err = chosen(p.List("fields", ","), all, ask.Query.Distinct); err != nil {
		return ask, err
	}
	for _, c := range ask.Fields {
		ask.Query.Select = append(ask.Query.Select, c.Name)
	}
	if ask.Query.Order, err = order(p, all); err != nil {
		return ask, err
	}
	ask.Filters = p.Value("filters")
	if s, ok := ask.Filters.(string); ok && strings.TrimSpace(s) == "" {
		ask.Filters = nil
	}
	if ask.Query.Where, err = filters(ask.Filters, all, 0); err != nil {
		return ask, err
	}
	if err := words(p, all, &ask.Query); err != nil {
		return ask, err
	}
	return ask, nil
}

func chosen(names []string, all []dataset.Column, distinct bool) ([]dataset.Column, error) {
	if len(names) == 0 {
		if distinct {
			return all[1:], nil
		}
		return all, nil
	}
	var out []dataset.Column
	for _, name := range names {
		c, ok := column(all, name)
		if !ok {
			return nil, Invalid("fields", `field "`+name+`" not in table`)
		}
		if distinct && c.Name == analytics.RowID {
			return nil, Invalid("fields", `field "_id" makes every row distinct; leave it out`)
		}
		if !slices.ContainsFunc(out, func(x dataset.Column) bool { return x.Name == c.Name }) {
			out = append(out, c)
		}
	}
	return out, nil
}

func column(all []dataset.Column, name string) (dataset.Column, bool) {
	name = strings.Trim(strings.TrimSpace(name), `"`)
	i := slices.IndexFunc(all, func(c dataset.Column) bool { return c.Name == name })
	if i < 0 {
		return dataset.Column{}, false
	}
	return all[i], true
}

// order reads "name asc, name desc nulls last"; where the missing values go is ours.
func order(p Params, all []dataset.Column) ([]analytics.Order, error) {
	var out []analytics.Order
	for _, part := range p.List("sort", ",") {
		name, rest, _ := strings.Cut(part, " ")
		if strings.HasPrefix(part, `"`) {
			if end := strings.Index(part[1:], `"`); end >= 0 {
				name, rest = part[:end+2], part[end+2:]
			}
		}
		o := analytics.Order{}
		c, ok := column(all, name)
		if !ok {
			return nil, Invalid("sort", `field "`+strings.Trim(name, `"`)+`" not in table`)
		}
		o.Column = c.Name
		rest, _, _ = strings.Cut(strings.ToLower(rest), "nulls")
		switch strings.TrimSpace(rest) {
		case "", "asc":
		case "desc":
			o.Desc = true
		default:
			return nil, Invalid("sort", `"`+strings.TrimSpace(rest)+`" is not an order; write asc or desc`)
		}
		if !slices.ContainsFunc(out, func(x analytics.Order) bool { return x.Column == o.Column }) {
			out = append(out, o)
		}
	}
	if len(out) == 1 && out[0] == (analytics.Order{Column: analytics.RowID}) {
		return nil, nil // the order of the table itself
	}
	return out, nil
}

// Marshal writes an object of which the keys keep their order.
func (r Record) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, c := range r.Columns {
		if i > 0 {
			b = append(b, ',')
		}
		key, err := json.Marshal(c.Name)
		if err != nil {
			return nil, err
		}
		b = append(append(b, key...), ':')
		v, err := json.Marshal(Cell(c, r.Values[i]))
		if err != nil {
			return nil, err
		}
		b = append(b, v...)
	}
	return append(b, '}'), nil
}

// Record is a row by column name.
type Record struct {
	Columns []dataset.Column
	Values  []any
}

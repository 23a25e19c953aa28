package dataset

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/domain/fault"
	"minhbach/portal/reading"
)

// State is what a reader asks of a table, as its address carries it:
//
//	q        words that a row must contain
//	c1 p1 v1 a condition: column, operator, value; also 2 and 3
//	xep      column to order by, with a minus: descending
//	cot      columns to show, repeated
//	dong     rows a page
//	trang    page
type State struct {
	Words      string
	Conditions [Conditions]Condition
	Order      string
	Descending bool
	Columns    []string // empty: the first Shown
	Rows, Page int
	Faults     map[string]error // by parameter
}

// Condition on one column.
type Condition struct {
	Column, Operator, Value string
	Expr                    analytics.Expr // nil: none
}

const (
	Conditions = 3   // of one question
	Shown      = 12  // columns where none were chosen
	MostShown  = 40  // columns chosen
	MostPage   = 500 // the last page that can be opened; beyond, conditions or files help
)

// PageSizes that can be asked for.
var PageSizes = []int{20, 50, 100}

// ErrPage is the refusal of a page that does not exist.
var ErrPage = fault.Define(fault.Invalid, "table.page",
	"Không có trang “{text}”; hãy về trang đầu, thêm điều kiện lọc hoặc tải cả tệp.",
	"There is no page “{text}”; go back to the first, add conditions or download the file.")

// ReadState reads the address. What cannot be read is in Faults and left out.
func ReadState(q url.Values, columns []dataset.Column, lang string) State {
	s := State{Rows: PageSizes[0], Page: 1, Faults: map[string]error{}}
	var err error
	if s.Words, err = reading.Text(q.Get("q")); err != nil {
		s.Faults["q"] = err
	}
	for i := range s.Conditions {
		n := strconv.Itoa(i + 1)
		c := Condition{Column: q.Get("c" + n), Operator: q.Get("p" + n), Value: strings.TrimSpace(q.Get("v" + n))}
		if c.Expr, err = c.read(columns, lang); err != nil {
			s.Faults["v"+n] = err
		}
		s.Conditions[i] = c
	}
	if order, descending := strings.CutPrefix(q.Get("xep"), "-"); order != "" {
		if _, ok := Column(columns, order); !ok && order != analytics.RowID {
			s.Faults["xep"] = reading.ErrChoice.New("text", order)
		} else {
			s.Order, s.Descending = order, descending
		}
	}
	for _, name := range q["cot"] {
		if _, ok := Column(columns, name); ok && !slices.Contains(s.Columns, name) && len(s.Columns) < MostShown {
			s.Columns = append(s.Columns, name)
		}
	}
	if text := q.Get("dong"); text != "" {
		if s.Rows, err = strconv.Atoi(text); err != nil || !slices.Contains(PageSizes, s.Rows) {
			s.Faults["dong"], s.Rows = reading.ErrChoice.New("text", text), PageSizes[0]
		}
	}
	if text := q.Get("trang"); text != "" {
		if s.Page, err = strconv.Atoi(text); err != nil || s.Page < 1 || s.Page > MostPage {
			s.Faults["trang"], s.Page = ErrPage.New("text", text), 1
		}
	}
	return s
}

// Column finds a column by name.
func Column(columns []dataset.Column, name string) (dataset.Column, bool) {
	i := slices.IndexFunc(columns, func(c dataset.Column) bool { return c.Name == name })
	if i < 0 {
		return dataset.Column{}, false
	}
	return columns[i], true
}

// Where joins the conditions; nil without any.
func (s State) Where() analytics.Expr {
	var all analytics.And
	for _, c := range s.Conditions {
		if c.Expr != nil {
			all = append(all, c.Expr)
		}
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	return all
}

// Query is the question to the table.
func (s State) Query(columns []dataset.Column) analytics.Query {
	q := analytics.Query{Select: s.Visible(columns), Where: s.Where(), Search: s.Words, Limit: s.Rows, Offset: int64(s.Page-1) * int64(s.Rows)}
	if s.Order != "" {
		q.Order = []analytics.Order{{Column: s.Order, Desc: s.Descending}}
	}
	return q
}

// Visible are the columns that are shown.
func (s State) Visible(columns []dataset.Column) []string {
	if len(s.Columns) > 0 {
		return s.Columns
	}
	var names []string
	for _, c := range columns {
		if len(names) < Shown && (c.Type != dataset.Geometry || len(columns) == 1) {
			names = append(names, c.Name)
		}
	}
	return names
}

// Filtered tells that not every row is chosen.
func (s State) Filtered() bool { return s.Words != "" || s.Where() != nil }

// Values write the state as an address carries it; as_of is kept.
func (s State) Values(asOf string) url.Values {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	set("as_of", asOf)
	set("q", s.Words)
	for i, c := range s.Conditions {
		if c.Expr == nil {
			continue
		}
		n := strconv.Itoa(i + 1)
		set("c"+n, c.Column)
		set("p"+n, c.Operator)
		set("v"+n, c.Value)
	}
	if s.Order != "" {
		sign := ""
		if s.Descending {
			sign = "-"
		}
		set("xep", sign+s.Order)
	}
	q["cot"] = s.Columns
	if s.Rows != PageSizes[0] {
		set("dong", strconv.Itoa(s.Rows))
	}
	if s.Page > 1 {
		set("trang", strconv.Itoa(s.Page))
	}
	return q
}

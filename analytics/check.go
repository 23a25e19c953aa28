package analytics

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"minhbach/domain/dataset"
)

// Limits of one condition, whoever built it.
const (
	MaxDepth  = 24
	MaxNodes  = 400
	MaxValues = 1000 // of one In
	MaxText   = 4096 // bytes of one text
)

var rowID = dataset.Column{Name: RowID, Title: RowID, Type: dataset.Integer}

// ColumnOf finds a column by name; RowID is one of every table.
func ColumnOf(columns []dataset.Column, name string) (dataset.Column, error) {
	if name == RowID {
		return rowID, nil
	}
	if i := slices.IndexFunc(columns, func(c dataset.Column) bool { return c.Name == name }); i >= 0 {
		return columns[i], nil
	}
	return dataset.Column{}, NoColumn(columns, name)
}

// NoColumn is the refusal of a name that no column has.
func NoColumn(columns []dataset.Column, name string) error {
	names := make([]string, 0, len(columns))
	for _, c := range columns {
		if len(names) == 40 {
			names = append(names, "…")
			break
		}
		names = append(names, c.Name)
	}
	return ErrColumn.New("column", clip(name), "columns", strings.Join(names, ", "))
}

// BadValue is the refusal of a value that does not fit a column.
func BadValue(c dataset.Column, value any) error {
	return ErrValue.New("value", clip(fmt.Sprint(value)), "type", c.Type, "column", c.Name, "example", Example(c.Type))
}

// BadOperator is the refusal of an operator that a column's type does not have.
func BadOperator(c dataset.Column, operator string) error {
	return ErrOperator.New("operator", clip(operator), "column", c.Name, "type", c.Type, "allowed", strings.Join(Operators(c.Type), ", "))
}

// Example of a value as people write it.
func Example(t dataset.Type) string {
	switch t {
	case dataset.Integer:
		return "123"
	case dataset.Decimal:
		return "12.5"
	case dataset.Boolean:
		return "true"
	case dataset.Date:
		return "2026-01-31"
	case dataset.DateTime:
		return "2026-01-31T08:30:00Z"
	}
	return `"Kế Sách"`
}

// Operators that a type has, as the filter grammar spells them.
func Operators(t dataset.Type) []string {
	switch t {
	case dataset.Geometry:
		return []string{"is missing"}
	case dataset.Boolean:
		return []string{"=", "!=", "in", "is missing"}
	case dataset.Text:
		return []string{"=", "!=", "<", "<=", ">", ">=", "between", "in", "contains", "starts", "ends", "equals", "is missing"}
	}
	return []string{"=", "!=", "<", "<=", ">", ">=", "between", "in", "is missing"}
}

// Fits tells whether v is a value of that type, as Row promises; nil is of none.
func Fits(t dataset.Type, v any) bool {
	switch x := v.(type) {
	case string:
		return (t == dataset.Text || t == dataset.Geometry) && utf8.ValidString(x)
	case int64:
		return t == dataset.Integer
	case float64:
		return t == dataset.Decimal && !math.IsNaN(x) && !math.IsInf(x, 0)
	case bool:
		return t == dataset.Boolean
	case time.Time:
		return (t == dataset.Date || t == dataset.DateTime) && x.UTC().Year() >= 1 && x.UTC().Year() <= 9999
	}
	return false
}

// Check refuses a condition that does not fit the columns, or is too large.
func Check(e Expr, columns []dataset.Column) error {
	c := checker{columns: columns}
	return c.expr(e, 1)
}

type checker struct {
	columns []dataset.Column
	nodes   int
}

func (c *checker) expr(e Expr, depth int) error {
	if c.nodes++; c.nodes > MaxNodes {
		return ErrLarge.New("what", "số điều kiện", "what_en", "conditions", "max", MaxNodes)
	}
	if depth > MaxDepth {
		return ErrLarge.New("what", "số tầng ngoặc", "what_en", "levels of brackets", "max", MaxDepth)
	}
	switch e := e.(type) {
	case nil:
		return nil
	case And:
		return c.all(e, depth)
	case Or:
		return c.all(e, depth)
	case Not:
		return c.expr(e.Expr, depth+1)
	case Missing:
		_, err := ColumnOf(c.columns, e.Column)
		return err
	case Compare:
		return c.values(e.Column, string(e.Op), e.Value)
	case Between:
		return c.values(e.Column, "between", e.From, e.To)
	case In:
		if len(e.Values) > MaxValues {
			return ErrLarge.New("what", "số giá trị trong danh sách", "what_en", "values in a list", "max", MaxValues)
		}
		return c.values(e.Column, "in", e.Values...)
	case Match:
		return c.values(e.Column, string(e.Kind), e.Text)
	}
	return fmt.Errorf("analytics: a condition of unknown kind %T", e)
}

func (c *checker) all(list []Expr, depth int) error {
	for _, e := range list {
		if err := c.expr(e, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) values(column, operator string, values ...any) error {
	col, err := ColumnOf(c.columns, column)
	if err != nil {
		return err
	}
	if !slices.Contains(Operators(col.Type), operator) {
		return BadOperator(col, operator)
	}
	for _, v := range values {
		if !Fits(col.Type, v) {
			return BadValue(col, v)
		}
		if s, ok := v.(string); ok && len(s) > MaxText {
			return ErrLarge.New("what", "độ dài văn bản (byte)", "what_en", "bytes of one text", "max", MaxText)
		}
	}
	return nil
}

func clip(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

package where

import (
	"slices"
	"strings"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// Order reads “year desc, name”; “-year” is the same as “year desc”. Empty text is
// no order.
func Order(text string, columns []dataset.Column) ([]analytics.Order, error) {
	var out []analytics.Order
	err := list(text, columns, analytics.MaxOrder, func(p *parser) error {
		minus, err := p.accept("-")
		if err != nil {
			return err
		}
		c, err := p.column()
		if err != nil {
			return err
		}
		o := analytics.Order{Column: c.Name, Desc: minus}
		if p.now.kind == word {
			switch normal(strings.ToLower(p.now.text)) {
			case "desc", "giảm":
				o.Desc = true
			case "asc", "tăng":
				o.Desc = false
			default:
				return p.wanted("“asc”, “desc” hoặc dấu phẩy", "“asc”, “desc” or a comma")
			}
			err = p.advance()
		}
		out = append(out, o)
		return err
	})
	return out, err
}

// OrderString writes what Order reads.
func OrderString(order []analytics.Order) string {
	parts := make([]string, len(order))
	for i, o := range order {
		parts[i] = name(o.Column)
		if o.Desc {
			parts[i] += " desc"
		}
	}
	return strings.Join(parts, ", ")
}

// Select reads a list of columns, _id included. Empty text is none.
func Select(text string, columns []dataset.Column) ([]string, error) {
	var out []string
	err := list(text, columns, len(columns)+1, func(p *parser) error {
		c, err := p.column()
		out = append(out, c.Name)
		return err
	})
	return out, err
}

// By reads “province, date:month”.
func By(text string, columns []dataset.Column) ([]analytics.Bucket, error) {
	var out []analytics.Bucket
	err := list(text, columns, analytics.MaxBy, func(p *parser) error {
		c, err := p.column()
		if err != nil {
			return err
		}
		b := analytics.Bucket{Column: c.Name}
		if part, err := p.accept(":"); err != nil {
			return err
		} else if part {
			b.Part = strings.ToLower(p.now.text)
			if p.now.kind != word || !slices.Contains(analytics.Parts(), b.Part) {
				return p.wanted("một trong "+strings.Join(analytics.Parts(), ", "), "one of "+strings.Join(analytics.Parts(), ", "))
			}
			if err := p.advance(); err != nil {
				return err
			}
		}
		out = append(out, b)
		return nil
	})
	return out, err
}

var functions = []string{"count", "sum", "avg", "min", "max", "median", "distinct"}

// Aggregates reads “sum(value) as total, count, distinct(x)”.
func Aggregates(text string, columns []dataset.Column) ([]analytics.Aggregate, error) {
	var out []analytics.Aggregate
	err := list(text, columns, analytics.MaxFigure, func(p *parser) error {
		a := analytics.Aggregate{Function: analytics.Function(strings.ToLower(p.now.text))}
		if p.now.kind != word || !slices.Contains(functions, string(a.Function)) {
			return p.wanted("một trong "+strings.Join(functions, ", "), "one of "+strings.Join(functions, ", "))
		}
		err := p.advance()
		if err == nil {
			err = p.argument(&a)
		}
		if err == nil && p.now.kind == word && strings.EqualFold(p.now.text, "as") {
			if err = p.advance(); err == nil && p.now.kind != word && p.now.kind != named {
				err = p.wanted("tên cột kết quả", "the name of the output column")
			}
			if a.As = p.now.text; err == nil {
				err = p.advance()
			}
		}
		out = append(out, a)
		return err
	})
	return out, err
}

// argument reads “(column)”; count may stand without, or with “(*)”.
func (p *parser) argument(a *analytics.Aggregate) error {
	open, err := p.accept("(")
	if err != nil {
		return err
	}
	if !open {
		if a.Function != analytics.Count {
			return p.wanted("(tên cột)", "(the name of a column)")
		}
		return nil
	}
	star := false
	if a.Function == analytics.Count {
		if star, err = p.accept("*"); err != nil {
			return err
		}
	}
	if !star {
		c, err := p.column()
		if err != nil {
			return err
		}
		a.Column = c.Name
	}
	return p.expect(")", "dấu ) đóng lại", "the closing )")
}

// list reads parts with commas between them.
func list(text string, columns []dataset.Column, max int, part func(*parser) error) error {
	p, err := begin(text, columns)
	if err != nil || p.now.kind == end {
		return err
	}
	for n := 1; ; n++ {
		if n > max {
			return large("số mục trong danh sách", "items in a list", max)
		}
		if err := part(p); err != nil {
			return err
		}
		more, err := p.accept(",")
		if err != nil {
			return err
		}
		if !more {
			if p.now.kind != end {
				return p.wanted("dấu phẩy hoặc hết danh sách", "a comma or the end of the list")
			}
			return nil
		}
	}
}

package where

import (
	"strings"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

var comparisons = map[string]analytics.Op{
	"=": analytics.Eq, "==": analytics.Eq, "!=": analytics.Ne, "<>": analytics.Ne,
	"<": analytics.Lt, "<=": analytics.Le, ">": analytics.Gt, ">=": analytics.Ge,
}

// test reads one test on a column.
func (p *parser) test() (analytics.Expr, error) {
	c, err := p.column()
	if err != nil {
		return nil, err
	}
	if op, ok := comparisons[p.now.text]; ok && p.now.kind == sign {
		if err := p.advance(); err != nil {
			return nil, err
		}
		v, err := p.value(c, string(op))
		return analytics.Compare{Column: c.Name, Op: op, Value: v}, err
	}
	if ok, err := p.accept("is"); ok || err != nil {
		return p.missing(c, err)
	}
	not, err := p.accept("not")
	if err != nil {
		return nil, err
	}
	e, err := p.tested(c)
	if not && err == nil {
		e, err = analytics.Not{Expr: e}, p.node()
	}
	return e, err
}

func (p *parser) missing(c dataset.Column, err error) (analytics.Expr, error) {
	not := false
	if err == nil {
		not, err = p.accept("not")
	}
	if err == nil {
		err = p.expect("missing", "“missing” hoặc “trống”", "“missing” or “null”")
	}
	if not && err == nil {
		return analytics.Not{Expr: analytics.Missing{Column: c.Name}}, p.node()
	}
	return analytics.Missing{Column: c.Name}, err
}

func (p *parser) tested(c dataset.Column) (analytics.Expr, error) {
	word := p.now.keyword()
	switch word {
	case "between", "in", "contains", "starts", "ends", "equals":
	default:
		return nil, p.wanted("một phép so sánh như =, <, between, in, contains, is missing", "an operator such as =, <, between, in, contains, is missing")
	}
	two := second[normal(strings.ToLower(p.now.text))]
	if err := p.advance(); err != nil {
		return nil, err
	}
	if two != "" {
		if normal(strings.ToLower(p.now.text)) != two {
			return nil, p.wanted("“"+two+"”", "“"+two+"”")
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	switch word {
	case "between":
		from, err := p.value(c, word)
		if err == nil {
			err = p.expect("and", "“and” hoặc “và” trước giá trị thứ hai", "“and” before the second value")
		}
		if err != nil {
			return nil, err
		}
		to, err := p.value(c, word)
		return analytics.Between{Column: c.Name, From: from, To: to}, err
	case "in":
		return p.in(c)
	}
	v, err := p.value(c, word)
	if err != nil {
		return nil, err
	}
	text, _ := v.(string)
	return analytics.Match{Column: c.Name, Kind: analytics.MatchKind(word), Text: text}, nil
}

func (p *parser) in(c dataset.Column) (analytics.Expr, error) {
	if err := p.expect("(", "dấu ( mở danh sách giá trị", "( before the list of values"); err != nil {
		return nil, err
	}
	in := analytics.In{Column: c.Name}
	for {
		v, err := p.value(c, "in")
		if err != nil {
			return nil, err
		}
		if in.Values = append(in.Values, v); len(in.Values) > analytics.MaxValues {
			return nil, large("số giá trị trong danh sách", "values in a list", analytics.MaxValues)
		}
		more, err := p.accept(",")
		if err != nil {
			return nil, err
		}
		if !more {
			return in, p.expect(")", "dấu , hoặc )", ", or )")
		}
	}
}

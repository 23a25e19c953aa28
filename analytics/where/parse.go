package where

import (
	"strings"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// Limits of a text. The tree may be as large as analytics.Check allows, or smaller.
const (
	MaxText  = 4096 // bytes
	MaxDepth = 20
	MaxNodes = 200
)

// Parse reads a condition on the rows of a table. Empty text is no condition: nil.
func Parse(text string, columns []dataset.Column) (analytics.Expr, error) {
	p, err := begin(text, columns)
	if err != nil || p.now.kind == end {
		return nil, err
	}
	e, err := p.condition(1)
	if err != nil {
		return nil, err
	}
	if p.now.kind != end {
		return nil, p.wanted("“và”, “hoặc” hay hết điều kiện", "“and”, “or” or the end of the condition")
	}
	return e, analytics.Check(e, columns)
}

type parser struct {
	lexer
	columns []dataset.Column
	now     token
	nodes   int
}

func begin(text string, columns []dataset.Column) (*parser, error) {
	if len(text) > MaxText {
		return nil, large("độ dài điều kiện (byte)", "bytes of a condition", MaxText)
	}
	p := &parser{lexer: lexer{rest: strings.ToValidUTF8(text, "\uFFFD"), at: 1}, columns: columns}
	return p, p.advance()
}

func (p *parser) advance() (err error) {
	p.now, err = p.next()
	return err
}

func (p *parser) wanted(vi, en string) error { return wanted(p.now.at, vi, en) }

// is tells whether the present token is that keyword or sign.
func (p *parser) is(what string) bool {
	return p.now.kind == sign && p.now.text == what || p.now.keyword() == what
}

// accept steps over a keyword or sign if it is there.
func (p *parser) accept(what string) (bool, error) {
	if !p.is(what) {
		return false, nil
	}
	return true, p.advance()
}

func (p *parser) expect(what, vi, en string) error {
	ok, err := p.accept(what)
	if err == nil && !ok {
		err = p.wanted(vi, en)
	}
	return err
}

func (p *parser) node() error {
	if p.nodes++; p.nodes > MaxNodes {
		return large("số điều kiện", "conditions", MaxNodes)
	}
	return nil
}

func (p *parser) condition(depth int) (analytics.Expr, error) {
	list, err := p.chain("or", depth, func() (analytics.Expr, error) {
		list, err := p.chain("and", depth, func() (analytics.Expr, error) { return p.factor(depth) })
		if len(list) == 1 || err != nil {
			return first(list), err
		}
		return analytics.And(list), p.node()
	})
	if len(list) == 1 || err != nil {
		return first(list), err
	}
	return analytics.Or(list), p.node()
}

func first(list []analytics.Expr) analytics.Expr {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

func (p *parser) chain(word string, depth int, part func() (analytics.Expr, error)) (list []analytics.Expr, err error) {
	if depth > MaxDepth {
		return nil, large("số tầng ngoặc", "levels of brackets", MaxDepth)
	}
	for {
		e, err := part()
		if err != nil {
			return nil, err
		}
		list = append(list, e)
		if more, err := p.accept(word); err != nil || !more {
			return list, err
		}
	}
}

func (p *parser) factor(depth int) (analytics.Expr, error) {
	if depth > MaxDepth {
		return nil, large("số tầng ngoặc", "levels of brackets", MaxDepth)
	}
	if err := p.node(); err != nil {
		return nil, err
	}
	switch {
	case p.is("not"):
		if err := p.advance(); err != nil {
			return nil, err
		}
		e, err := p.factor(depth + 1)
		return analytics.Not{Expr: e}, err
	case p.is("("):
		if err := p.advance(); err != nil {
			return nil, err
		}
		e, err := p.condition(depth + 1)
		if err != nil {
			return nil, err
		}
		return e, p.expect(")", "dấu ) đóng lại", "the closing )")
	case p.is("true"):
		return analytics.And{}, p.advance()
	case p.is("false"):
		return analytics.Or{}, p.advance()
	}
	return p.test()
}

func large(what, whatEn string, n int) error {
	return analytics.ErrLarge.New("what", what, "what_en", whatEn, "max", n)
}

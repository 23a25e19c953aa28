package ckan

import (
	"strings"
	"unicode/utf8"
)

func (p *parser) single(field string, depth int) (Condition, error) {
	switch {
	case p.rest == "" || p.rest[0] == ')':
		return nil, BadQuery("a condition is missing after an operator")
	case p.rest[0] == '(':
		p.rest = p.rest[1:]
		c, err := p.sequence(field, depth+1)
		if err != nil {
			return nil, err
		}
		if p.rest == "" {
			return nil, BadQuery("a bracket is not closed")
		}
		p.rest = p.rest[1:]
		p.boost()
		return c, nil
	case p.rest[0] == '[' || p.rest[0] == '{':
		return p.between(field)
	case p.rest[0] == '"':
		value, err := p.quoted()
		p.boost()
		return Term{field, value, true}, err
	}
	value := p.token(field == "")
	if field == "" && strings.HasPrefix(p.rest, ":") && value != "" {
		p.rest = p.rest[1:]
		if p.space(); p.rest == "" {
			return nil, BadQuery("a value is missing after " + value)
		}
		if value == "*" {
			value = ""
			if strings.HasPrefix(p.rest, "*") {
				p.rest = p.rest[1:]
				return All{}, nil
			}
		}
		return p.single(value, depth)
	}
	if value == "" {
		return nil, BadQuery("a word was expected before " + strings.ToValidUTF8(p.rest[:1], ""))
	}
	p.boost()
	return Term{Field: field, Value: value}, nil
}

// token reads a word; before a field is known it ends at a colon. A backslash
// keeps what follows it from having a meaning.
func (p *parser) token(colon bool) string {
	var b strings.Builder
	for p.rest != "" {
		r, n := utf8.DecodeRuneInString(p.rest)
		if r == '\\' && len(p.rest) > n {
			p.rest = p.rest[n:]
			r, n = utf8.DecodeRuneInString(p.rest)
		} else if strings.ContainsRune(" \t\r\n\u00a0()\"[]{}^~", r) || colon && r == ':' {
			break
		}
		b.WriteRune(r)
		p.rest = p.rest[n:]
	}
	return b.String()
}

func (p *parser) quoted() (string, error) {
	var b strings.Builder
	for i := 1; i < len(p.rest); i++ {
		switch c := p.rest[i]; {
		case c == '\\' && i+1 < len(p.rest):
			i++
			b.WriteByte(p.rest[i])
		case c == '"':
			p.rest = p.rest[i+1:]
			return b.String(), nil
		default:
			b.WriteByte(c)
		}
	}
	return "", BadQuery("a quotation mark is not closed")
}

// boost passes over what only weighs: ^2 and ~1.
func (p *parser) boost() {
	for p.rest != "" && (p.rest[0] == '^' || p.rest[0] == '~') {
		p.rest = strings.TrimLeft(p.rest[1:], "0123456789.")
	}
}

func (p *parser) between(field string) (Condition, error) {
	end := strings.IndexAny(p.rest, "]}")
	if end < 0 {
		return nil, BadQuery("a range is not closed")
	}
	inner, r := p.rest[1:end], Range{Field: field, AboveFrom: p.rest[0] == '{', BelowTo: p.rest[end] == '}'}
	p.rest = p.rest[end+1:]
	p.boost()
	from, to, ok := strings.Cut(inner, " TO ")
	if !ok {
		return nil, BadQuery("a range is written [from TO to]")
	}
	r.From, r.To = strings.Trim(strings.TrimSpace(from), `"`), strings.Trim(strings.TrimSpace(to), `"`)
	if field == "" {
		return nil, BadQuery("a range needs a field")
	}
	return r, nil
}

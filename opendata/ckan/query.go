package ckan

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Condition is what q or fq asks of a dataset. It is one of the types below.
type Condition interface{ condition() }

type (
	// Term compares a field with a word, or with the beginning and end of one where
	// Value has a * or ?. Without a field it is a word of the text.
	Term struct {
		Field, Value string
		Phrase       bool // was in quotes: no wildcards
	}
	// Range is a closed or open interval; "*" is no bound.
	Range struct {
		Field, From, To    string
		AboveFrom, BelowTo bool // the bound itself is left out
	}
	All []Condition // all of them; empty: everything
	Any []Condition
	Not struct{ Condition Condition }
)

func (Term) condition()  {}
func (Range) condition() {}
func (All) condition()   {}
func (Any) condition()   {}
func (Not) condition()   {}

// Bounds on what strangers may ask.
const (
	maxQuery = 8000
	maxDepth = 40
)

// Parse reads the part of Lucene's grammar that clients use: field:value, quotes,
// wildcards, ranges, parentheses, AND, OR, NOT, && and ||, and the signs + - !.
//
// What stands side by side must hold together, and binds less than OR: harvesters
// join their conditions by spaces, "organization:a OR organization:b
// metadata_modified:[… TO *]", and mean both.
func Parse(query string) (Condition, error) {
	if !utf8.ValidString(query) {
		return nil, BadQuery("the query is not UTF-8")
	}
	if len(query) > maxQuery {
		return nil, BadQuery("the query is longer than 8000 bytes")
	}
	p := &parser{rest: strings.TrimSpace(query)}
	if strings.HasPrefix(p.rest, "{!") {
		return nil, BadQuery("local parameters are not supported")
	}
	c, err := p.sequence("", 0)
	if err != nil {
		return nil, err
	}
	if p.rest != "" {
		return nil, BadQuery("there is a bracket too many")
	}
	return c, nil
}

type parser struct{ rest string }

func (p *parser) space() { p.rest = strings.TrimLeft(p.rest, " \t\r\n\u00a0") }

// word takes an operator when it stands there as a word of its own.
func (p *parser) word(words ...string) bool {
	p.space()
	for _, w := range words {
		rest, ok := strings.CutPrefix(p.rest, w)
		if ok && (w == "&&" || w == "||" || rest == "" || strings.ContainsAny(rest[:1], " \t\r\n(")) {
			p.rest = rest
			return true
		}
	}
	return false
}

// sequence is what stands side by side.
func (p *parser) sequence(field string, depth int) (Condition, error) {
	if depth > maxDepth {
		return nil, BadQuery("the brackets are too deep")
	}
	var all All
	for {
		if p.space(); p.rest == "" || p.rest[0] == ')' {
			if len(all) == 1 {
				return all[0], nil
			}
			return all, nil
		}
		c, err := p.either(field, depth)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
}

func (p *parser) either(field string, depth int) (Condition, error) {
	first, err := p.both(field, depth)
	if err != nil {
		return nil, err
	}
	any := Any{first}
	for p.word("OR", "||") {
		next, err := p.both(field, depth)
		if err != nil {
			return nil, err
		}
		any = append(any, next)
	}
	if len(any) == 1 {
		return first, nil
	}
	return any, nil
}

func (p *parser) both(field string, depth int) (Condition, error) {
	first, err := p.signed(field, depth)
	if err != nil {
		return nil, err
	}
	all := All{first}
	for p.word("AND", "&&") {
		next, err := p.signed(field, depth)
		if err != nil {
			return nil, err
		}
		all = append(all, next)
	}
	if len(all) == 1 {
		return first, nil
	}
	return all, nil
}

func (p *parser) signed(field string, depth int) (Condition, error) {
	if p.word("AND", "OR", "&&", "||") {
		return nil, BadQuery("a condition is missing before an operator")
	}
	not := false
	for {
		switch p.space(); {
		case p.word("NOT"):
			not = !not
			continue
		case p.rest != "" && (p.rest[0] == '-' || p.rest[0] == '!'):
			not = !not
			p.rest = p.rest[1:]
			continue
		case p.rest != "" && p.rest[0] == '+':
			p.rest = p.rest[1:]
			continue
		}
		break
	}
	c, err := p.single(field, depth)
	if err != nil || !not {
		return c, err
	}
	return Not{c}, nil
}

// Instant reads a bound of time: ISO 8601, with or without zone, or Solr's NOW with
// its sums. Now is the time of the question.
func Instant(s string, now time.Time) (time.Time, bool) {
	if rest, ok := strings.CutPrefix(s, "NOW"); ok {
		return sums(now.UTC(), rest)
	}
	s = strings.Replace(s, " ", "+", 1)
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04Z", "2006-01-02T15:04", "2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(form, s); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

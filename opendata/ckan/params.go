package ckan

import (
	"encoding/json"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Params are those of a call, from whichever form it came in: string, bool,
// json.Number, []any, map[string]any or nil.
type Params map[string]any

// FromValues reads a query string or a form: a name that is repeated is a list.
func FromValues(values url.Values) Params {
	p := Params{}
	for name, all := range values {
		if len(all) == 1 {
			p[name] = all[0]
			continue
		}
		list := make([]any, len(all))
		for i, v := range all {
			list[i] = v
		}
		p[name] = list
	}
	return p
}

// Text is a parameter as one piece of text; of a list the first.
func (p Params) Text(name string) string { return text(p[name]) }

func text(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case []any:
		if len(v) > 0 {
			return text(v[0])
		}
	}
	return ""
}

// Bool reads what Python's clients call true.
func (p Params) Bool(name string, otherwise bool) bool {
	switch strings.ToLower(p.Text(name)) {
	case "true", "yes", "on", "y", "t", "1":
		return true
	case "false", "no", "off", "n", "f", "0":
		return false
	}
	return otherwise
}

// Natural reads a number of things, lowered to most.
func (p Params) Natural(name string, otherwise, most int) (int, error) {
	s := p.Text(name)
	if s == "" || p[name] == nil {
		return min(otherwise, most), nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if f, ferr := strconv.ParseFloat(s, 64); err != nil && ferr == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		n, err = int64(f), nil
	}
	if err != nil {
		return 0, Invalid(name, "Invalid integer")
	}
	if n < 0 {
		return 0, Invalid(name, "Must be a natural number")
	}
	return int(min(n, int64(most))), nil
}

// List reads a list: of JSON, repeated, or (as Python writes it) in single quotes.
// A single text is split at sep, unless sep is empty.
func (p Params) List(name, sep string) []string {
	v := p.Value(name)
	if all, ok := v.([]any); ok {
		var out []string
		for _, x := range all {
			if s := text(x); s != "" {
				out = append(out, s)
			}
		}
		return out
	}
	s := text(v)
	if s == "" {
		return nil
	}
	if strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		var out []string
		if json.Unmarshal([]byte(strings.ReplaceAll(s, "'", `"`)), &out) == nil {
			return out
		}
	}
	if sep == "" {
		return []string{s}
	}
	out := strings.Split(s, sep)
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// Value is a parameter as it is; JSON in text, as GET and forms carry it, is read.
func (p Params) Value(name string) any {
	s, ok := p[name].(string)
	if !ok {
		return p[name]
	}
	if t := strings.TrimSpace(s); strings.HasPrefix(t, "{") || strings.HasPrefix(t, "[") {
		if v, err := decode([]byte(t)); err == nil {
			return v
		}
	}
	return s
}

// FromJSON reads the body of a POST. An empty one is no parameters.
func FromJSON(body []byte) (Params, error) {
	if len(strings.TrimSpace(string(body))) == 0 {
		return Params{}, nil
	}
	v, err := decode(body)
	if err != nil {
		return nil, err
	}
	p, ok := v.(map[string]any)
	if !ok {
		return nil, Invalid("data", "Request data JSON decoded to something that is not an object")
	}
	return p, nil
}

func decode(b []byte) (any, error) {
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, Invalid("data", "More than one JSON value")
	}
	return v, nil
}

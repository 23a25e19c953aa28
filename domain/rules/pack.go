package rules

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"

	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
)

// Pack is one file of rules that came into force together. What it holds is
// valid in the pack's interval unless an entry names its own.
type Pack struct {
	Version    string               `json:"version"`
	Title      Text                 `json:"title"`
	ValidFrom  calendar.Date        `json:"valid_from"`
	ValidTo    calendar.Date        `json:"valid_to,omitzero"`
	Note       string               `json:"note,omitempty"`
	Rules      []Rule               `json:"rules,omitempty"`
	Groups     []Group              `json:"groups,omitempty"`
	Parameters []Parameter          `json:"parameters,omitempty"`
	Retentions []Retention          `json:"retentions,omitempty"`
	Template   *domainname.Template `json:"template,omitempty"`
}

// Load reads every *.json of a directory as a pack and builds the set. A field
// that no pack has is refused: a misspelt limit must not be read as none.
func Load(fsys fs.FS) (*Set, error) {
	names, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	var packs []Pack
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("rules: %w", err)
		}
		var p Pack
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&p); err != nil {
			return nil, fmt.Errorf("rules: pack %s: %w", name, err)
		}
		packs = append(packs, p)
	}
	return New(packs...)
}

// inherit gives every entry the pack's version and, where it names none, the
// pack's interval.
func (p Pack) inherit() Pack {
	from := func(version *string, from, to *calendar.Date) {
		*version = p.Version
		if from.IsZero() {
			*from = p.ValidFrom
		}
		if to.IsZero() {
			*to = p.ValidTo
		}
	}
	p.Rules = append([]Rule(nil), p.Rules...)
	for i := range p.Rules {
		r := &p.Rules[i]
		from(&r.Version, &r.ValidFrom, &r.ValidTo)
	}
	p.Groups = append([]Group(nil), p.Groups...)
	for i := range p.Groups {
		g := &p.Groups[i]
		from(&g.Version, &g.ValidFrom, &g.ValidTo)
	}
	p.Parameters = append([]Parameter(nil), p.Parameters...)
	for i := range p.Parameters {
		q := &p.Parameters[i]
		from(&q.Version, &q.ValidFrom, &q.ValidTo)
	}
	p.Retentions = append([]Retention(nil), p.Retentions...)
	for i := range p.Retentions {
		k := &p.Retentions[i]
		from(&k.Version, &k.ValidFrom, &k.ValidTo)
	}
	if p.Template != nil {
		t := *p.Template
		t.Version = p.Version
		p.Template = &t
	}
	return p
}

package witness

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Policy says whose cosignatures are asked for and how many make a checkpoint
// trusted. Lines of the file: "log VKEY [URL]" (not needed to ask), "witness NAME
// VKEY [URL]", "group NAME any|all|N MEMBER…", "quorum NAME|none"; # begins a remark.
type Policy struct {
	Logs      []string // verifier keys
	Witnesses []Witness
	quorum    string
	groups    map[string]group
}

// Witness is one that can be asked (with a URL) or recognised.
type Witness struct {
	Name     string
	URL      string // submission prefix; empty: it is not asked
	Verifier note.Verifier
}

type group struct {
	need    int
	members []string
}

// ErrPolicy: a policy file with faults; every faulty line is told.
var ErrPolicy = errors.New("witness: faulty policy")

// ReadPolicy of a file.
func ReadPolicy(path string) (*Policy, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	p, err := ParsePolicy(string(raw))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return p, nil
}

// ParsePolicy reads the text of a policy file.
func ParsePolicy(text string) (*Policy, error) {
	p := &Policy{groups: map[string]group{}}
	var faults []error
	known := map[string]bool{}
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		if err := p.line(fields, known); err != nil {
			faults = append(faults, fmt.Errorf("line %d: %w", i+1, err))
		}
	}
	if p.quorum == "" && len(faults) == 0 {
		faults = append(faults, errors.New("no quorum: end with a line “quorum NAME” or “quorum none”"))
	}
	if len(faults) > 0 {
		return nil, fmt.Errorf("%w: %w", ErrPolicy, errors.Join(faults...))
	}
	return p, nil
}

func (p *Policy) line(fields []string, known map[string]bool) error {
	claim := func(name string) error {
		if known[name] || name == "none" {
			return fmt.Errorf("the name %q is taken", name)
		}
		known[name] = true
		return nil
	}
	switch {
	case fields[0] == "log" && (len(fields) == 2 || len(fields) == 3):
		if _, err := note.NewVerifier(fields[1]); err != nil {
			return fmt.Errorf("the log's key: %w", err)
		}
		p.Logs = append(p.Logs, fields[1])
	case fields[0] == "witness" && (len(fields) == 3 || len(fields) == 4):
		v, err := NewVerifier(fields[2])
		if err != nil {
			return err
		}
		w := Witness{Name: fields[1], Verifier: v}
		if len(fields) == 4 {
			u, err := url.Parse(fields[3])
			if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
				return fmt.Errorf("%q is no http(s) address", fields[3])
			}
			w.URL = strings.TrimSuffix(fields[3], "/")
		}
		for _, other := range p.Witnesses {
			if other.Verifier.Name() == v.Name() && other.Verifier.KeyHash() == v.KeyHash() {
				return fmt.Errorf("the key of %s is listed already as %s", fields[1], other.Name)
			}
		}
		if err := claim(w.Name); err != nil {
			return err
		}
		p.Witnesses = append(p.Witnesses, w)
	case fields[0] == "group" && len(fields) >= 4:
		g := group{members: fields[3:]}
		seen := map[string]bool{}
		for _, m := range g.members {
			if !known[m] || seen[m] {
				return fmt.Errorf("the member %q is named twice or not on a line above", m)
			}
			seen[m] = true
		}
		switch n, err := strconv.Atoi(fields[2]); {
		case fields[2] == "any":
			g.need = 1
		case fields[2] == "all":
			g.need = len(g.members)
		case err != nil || n < 1 || n > len(g.members):
			return fmt.Errorf("%q: want any, all or a number from 1 to %d", fields[2], len(g.members))
		default:
			g.need = n
		}
		if err := claim(fields[1]); err != nil {
			return err
		}
		p.groups[fields[1]] = g
	case fields[0] == "quorum" && len(fields) == 2:
		if p.quorum != "" {
			return errors.New("a second quorum")
		}
		if fields[1] != "none" && !known[fields[1]] {
			return fmt.Errorf("the quorum %q is not on a line above", fields[1])
		}
		p.quorum = fields[1]
	default:
		return fmt.Errorf("%q: want log VKEY, witness NAME VKEY [URL], group NAME any|all|N MEMBER…, or quorum NAME|none", strings.Join(fields, " "))
	}
	return nil
}

// Verifiers of all witnesses, to open a checkpoint with.
func (p *Policy) Verifiers() []note.Verifier {
	var all []note.Verifier
	for _, w := range p.Witnesses {
		all = append(all, w.Verifier)
	}
	return all
}

// Met tells whether verified signatures make up the quorum, and by whom of the
// policy's witnesses they are.
func (p *Policy) Met(sigs []note.Signature) (met bool, by []string) {
	have := map[string]bool{}
	for _, w := range p.Witnesses {
		for _, s := range sigs {
			if s.Name == w.Verifier.Name() && s.Hash == w.Verifier.KeyHash() && !have[w.Name] {
				have[w.Name] = true
				by = append(by, w.Name)
			}
		}
	}
	return p.quorum == "none" || p.has(p.quorum, have), by
}

func (p *Policy) has(name string, have map[string]bool) bool {
	g, ok := p.groups[name]
	if !ok {
		return have[name]
	}
	n := 0
	for _, m := range g.members {
		if p.has(m, have) {
			n++
		}
	}
	return n >= g.need
}

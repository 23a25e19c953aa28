// Package fault is how the domain refuses: a kind, a stable code and a sentence
// in Vietnamese and English that says what to do next. Every code is defined once,
// beside the command that uses it; surfaces map kinds to statuses and never invent
// sentences of their own.
package fault

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Kind groups codes by what a caller can do about them.
type Kind string

const (
	Invalid         Kind = "invalid"         // mend the input
	Unauthenticated Kind = "unauthenticated" // sign in
	Forbidden       Kind = "forbidden"       // another person must do it
	NotFound        Kind = "not_found"       // there is no such thing
	Gone            Kind = "gone"            // there was such a thing
	Conflict        Kind = "conflict"        // the state does not allow it, or a name is taken
	Stale           Kind = "stale"           // somebody changed it since it was read
	TooLarge        Kind = "too_large"       // send less
	RateLimited     Kind = "rate_limited"    // wait
	Unavailable     Kind = "unavailable"     // try again later
	Internal        Kind = "internal"        // a fault of ours
)

// Code is one refusal with a stable name.
type Code struct {
	Kind   Kind
	Name   string
	vi, en string
}

var (
	mu      sync.Mutex
	defined = map[string]*Code{}
)

// Define makes a code. Sentences may hold {name} for arguments. It panics when the
// code has a meaning already or lacks a sentence, so that a mistake fails at start.
func Define(kind Kind, name, vi, en string) *Code {
	mu.Lock()
	defer mu.Unlock()
	if _, taken := defined[name]; taken || vi == "" || en == "" {
		panic("fault: code " + name + " is defined twice or lacks a sentence")
	}
	c := &Code{Kind: kind, Name: name, vi: vi, en: en}
	defined[name] = c
	return c
}

// All lists every code by name, for documentation and tests of translations.
func All() []*Code {
	mu.Lock()
	defer mu.Unlock()
	return slices.SortedFunc(maps.Values(defined), func(a, b *Code) int { return strings.Compare(a.Name, b.Name) })
}

func (c *Code) Error() string { return c.Name }

// Sentence is the unfilled sentence in a language: English for "en", else Vietnamese.
func (c *Code) Sentence(lang string) string {
	if lang == "en" {
		return c.en
	}
	return c.vi
}

// New makes a fault of this code; args are pairs of name and value.
func (c *Code) New(args ...any) *Fault {
	f := &Fault{Code: c}
	for i := 0; i+1 < len(args); i += 2 {
		if f.Args == nil {
			f.Args = map[string]string{}
		}
		f.Args[fmt.Sprint(args[i])] = fmt.Sprint(args[i+1])
	}
	return f
}

// Fault is one occurrence of a code.
type Fault struct {
	Code   *Code
	Args   map[string]string
	Path   string   // the field or line at fault; empty for the whole
	Fields []*Fault // the faults of several fields
	Cause  error    // for logs; never shown
}

// At names the field or line at fault.
func (f *Fault) At(path string) *Fault {
	f.Path = path
	return f
}

// Because keeps the cause for logs.
func (f *Fault) Because(err error) *Fault {
	f.Cause = err
	return f
}

// Sentence is the sentence for people, with its arguments filled in.
func (f *Fault) Sentence(lang string) string {
	s := f.Code.Sentence(lang)
	for name, value := range f.Args {
		s = strings.ReplaceAll(s, "{"+name+"}", value)
	}
	return s
}

func (f *Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.Code.Name)
	b.WriteString(": ")
	if f.Path != "" {
		b.WriteString(f.Path + ": ")
	}
	b.WriteString(f.Sentence("en"))
	for _, x := range f.Fields {
		b.WriteString("\n  " + x.Error())
	}
	if f.Cause != nil {
		b.WriteString(" (" + f.Cause.Error() + ")")
	}
	return b.String()
}

// Is makes errors.Is(err, Code) true.
func (f *Fault) Is(target error) bool { return target == error(f.Code) }

func (f *Fault) Unwrap() []error {
	var errs []error
	for _, x := range f.Fields {
		errs = append(errs, x)
	}
	if f.Cause != nil {
		errs = append(errs, f.Cause)
	}
	return errs
}

package render

import (
	"html/template"

	"minhbach/portal/i18n"
)

// Checkable is a parsed page with an empty value of its type, for tests that
// check templates against types.
type Checkable struct {
	Name     string
	Template *template.Template
	Sample   any
}

// Checkable lists the pages of an engine. The templates are fresh: executing
// one of them does not touch the engine.
func (e *Engine) Checkable() []Checkable {
	var out []Checkable
	for _, p := range e.defs {
		set, err := common(i18n.VI)
		if err != nil {
			continue // New has already refused it
		}
		if _, err := set.New(p.name() + ".html").Parse(p.template()); err == nil {
			out = append(out, Checkable{p.name(), set.Lookup("layout"), p.sample()})
		}
	}
	return out
}

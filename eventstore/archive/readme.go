package archive

import (
	_ "embed"
	"io"
	"strings"
	"text/template"
)

//go:embed README.tmpl
var readmeText string

var readmeForm = template.Must(template.New("README").Funcs(template.FuncMap{
	"join": func(ids []string) string { return strings.Join(ids, ", ") },
}).Parse(readmeText))

// readme explains a bag to somebody who has nothing else.
func readme(w io.Writer, c *Contents, s Summary) error {
	return readmeForm.Execute(w, struct {
		Summary
		Organization     string
		Public           bool
		States, Verifier bool
	}{s, strings.Join(strings.Fields(c.Organization), " "), s.Scope == Public, c.States != nil, c.Verifier != nil})
}

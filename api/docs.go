package api

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/fault"
)

// docsPage is the document as people read it.
type docsPage struct {
	Style   string
	Base    string // scheme and host that the reader came by
	Version string
	Intro   string
	Tags    []docsTag
	Schemas []docsSchema
	Codes   []docsCode

	Conditions, Lists []docsCondition // how to ask for data
}

type docsTag struct {
	ID, Name, Text string
	Operations     []docsOperation
}

type docsOperation struct {
	ID, Method, Path, Summary, Text string
	Token                           string // needed, taken or empty
	Parameters                      []docsProperty
	Body                            *docsProperty
	BodyTypes                       []string
	Answers                         []docsAnswer
	Errors                          []docsStatus
	curl                            string
	Curl                            string
}

type docsAnswer struct {
	Status  string
	Text    string
	Type    docsProperty
	Headers []docsProperty
}

type docsStatus struct{ Status int }

type docsSchema struct {
	ID, Name   string
	Properties []docsProperty
}

type docsProperty struct {
	Name, In, Type, Ref, Text string
	Required                  bool
	Notes                     []docsNote
	Children                  []docsProperty
}

type docsNote struct{ Label, Value string }

type docsCode struct {
	Code   string
	Status int
	Vi, En string
}

// on is the page for readers who came by a host.
func (d docsPage) on(base string) docsPage {
	d.Base = base
	d.Tags = slices.Clone(d.Tags)
	for i := range d.Tags {
		d.Tags[i].Operations = slices.Clone(d.Tags[i].Operations)
		for j := range d.Tags[i].Operations {
			op := &d.Tags[i].Operations[j]
			op.Curl = strings.ReplaceAll(op.curl, "{base}", base)
		}
	}
	return d
}

// describe reads the OpenAPI document once.
func (s *service) describe(style string) docsPage {
	d := docsPage{Style: style, Version: s.document.Info.Version, Intro: s.document.Info.Description, Conditions: conditions, Lists: docsLists}
	for i, tag := range s.document.Tags {
		t := docsTag{ID: "nhom-" + strconv.Itoa(i+1), Name: tag.Name, Text: tag.Description}
		for _, path := range slices.Sorted(maps.Keys(s.document.Paths)) {
			item := s.document.Paths[path]
			for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
				if op != nil && slices.Contains(op.Tags, tag.Name) {
					t.Operations = append(t.Operations, s.operation(path, op))
				}
			}
		}
		d.Tags = append(d.Tags, t)
	}
	schemas := s.document.Components.Schemas.Map()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		d.Schemas = append(d.Schemas, docsSchema{ID: "schema-" + name, Name: name, Properties: properties(schemas[name])})
	}
	for _, c := range fault.All() {
		if !strings.HasPrefix(c.Name, "test.") {
			d.Codes = append(d.Codes, codeOf(c))
		}
	}
	return d
}

func codeOf(c *fault.Code) docsCode {
	return docsCode{Code: c.Name, Status: statusOf(c), Vi: c.Sentence("vi"), En: c.Sentence("en")}
}

func (s *service) operation(path string, op *huma.Operation) docsOperation {
	d := docsOperation{
		ID: op.OperationID, Method: op.Method, Path: prefix + path, Summary: op.Summary, Text: op.Description, Token: tokenOf(op),
		curl: s.curl(path, op),
	}
	for _, p := range op.Parameters {
		x := property(p.Name, p.Schema, p.Required)
		x.In = p.In
		d.Parameters = append(d.Parameters, x)
	}
	if op.RequestBody != nil {
		for _, kind := range slices.Sorted(maps.Keys(op.RequestBody.Content)) {
			d.BodyTypes = append(d.BodyTypes, kind)
			x := property("", op.RequestBody.Content[kind].Schema, true)
			d.Body = &x
		}
	}
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		n, _ := strconv.Atoi(status)
		if n >= 400 {
			d.Errors = append(d.Errors, docsStatus{n})
			continue
		}
		d.Answers = append(d.Answers, answerOf(status, op.Responses[status]))
	}
	return d
}

func answerOf(status string, r *huma.Response) docsAnswer {
	a := docsAnswer{Status: status, Text: r.Description}
	for _, kind := range slices.Sorted(maps.Keys(r.Content)) {
		a.Type = property("", r.Content[kind].Schema, true)
		a.Type.Notes = append(a.Type.Notes, docsNote{"kiểu", kind})
	}
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		h := r.Headers[name]
		x := property(name, h.Schema, false)
		x.Text = cmp.Or(x.Text, h.Description)
		a.Headers = append(a.Headers, x)
	}
	return a
}

func properties(s *huma.Schema) []docsProperty {
	var out []docsProperty
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		out = append(out, property(name, s.Properties[name], slices.Contains(s.Required, name)))
	}
	slices.SortStableFunc(out, func(a, b docsProperty) int {
		switch {
		case a.Required == b.Required:
			return 0
		case a.Required:
			return -1
		}
		return 1
	})
	return out
}

func property(name string, s *huma.Schema, required bool) docsProperty {
	p := docsProperty{Name: name, Required: required}
	if s == nil {
		return p
	}
	p.Text = s.Description
	p.Type, p.Ref = typeOf(s)
	p.Notes = notes(s)
	switch {
	case s.Items != nil && s.Items.Ref == "":
		p.Notes = append(p.Notes, notes(s.Items)...)
		p.Children = properties(s.Items)
	case s.Ref == "":
		p.Children = properties(s)
	}
	return p
}

// typeOf is the type as programmers write it, and the schema that it names.
func typeOf(s *huma.Schema) (text, ref string) {
	switch {
	case s.Ref != "":
		name := s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]
		return name, name
	case s.Type == huma.TypeArray:
		text, ref = typeOf(s.Items)
		return text + "[]", ref
	case s.Type == huma.TypeObject:
		if values, ok := s.AdditionalProperties.(*huma.Schema); ok {
			text, ref = typeOf(values)
			return "map<string, " + text + ">", ref
		}
		return "object", ""
	case s.Type == "":
		return "any", ""
	case s.Format != "" && s.Format != "int32" && s.Format != "int64" && s.Format != "double":
		return s.Type + " (" + s.Format + ")", ""
	}
	return s.Type, ""
}

func notes(s *huma.Schema) []docsNote {
	var out []docsNote
	add := func(label, value string) {
		if value != "" {
			out = append(out, docsNote{label, value})
		}
	}
	if len(s.Enum) > 0 {
		add("một trong", strings.Join(texts(s.Enum), ", "))
	}
	if s.Default != nil {
		add("mặc định", text(s.Default))
	}
	add("từ", number(s.Minimum))
	add("đến", number(s.Maximum))
	add("tối thiểu (ký tự)", whole(s.MinLength))
	add("tối đa (ký tự)", whole(s.MaxLength))
	add("ít nhất (phần tử)", whole(s.MinItems))
	add("nhiều nhất (phần tử)", whole(s.MaxItems))
	add("dạng", s.Pattern)
	if len(s.Examples) > 0 {
		add("ví dụ", text(s.Examples[0]))
	}
	return out
}

package rdf

import (
	"encoding/json"
	"io"
)

// WriteJSONLD writes the graph as JSON-LD 1.1: a flat @graph whose context holds
// prefixes only, so that nothing has to be fetched to read it.
func WriteJSONLD(w io.Writer, g *Graph) error {
	context := map[string]string{}
	for _, p := range prefixes {
		context[p.Name] = p.IRI
	}
	nodes := []object{}
	for _, s := range g.subjects {
		node := object{{"@id", s.iri}}
		for _, p := range g.predicates(s) {
			var values []any
			for _, o := range p.objects {
				if p.term == Type {
					values = append(values, compact(o.iri))
				} else {
					values = append(values, value(o))
				}
			}
			if p.term == Type {
				node = append(node, member{"@type", values})
			} else {
				node = append(node, member{compact(p.term.iri), values})
			}
		}
		nodes = append(nodes, node)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(object{{"@context", context}, {"@graph", nodes}})
}

func value(o Term) any {
	switch {
	case !o.literal:
		return object{{"@id", o.iri}}
	case o.lang != "":
		return object{{"@value", o.text}, {"@language", o.lang}}
	case o.datatype != "":
		return object{{"@value", o.text}, {"@type", compact(o.datatype)}}
	}
	return object{{"@value", o.text}}
}

func compact(iri string) string {
	if prefix, name, ok := short(iri); ok {
		return prefix + ":" + name
	}
	return iri
}

// object is a JSON object that keeps its order.
type object []member

type member struct {
	name  string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			out = append(out, ',')
		}
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		v, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		out = append(append(append(out, name...), ':'), v...)
	}
	return append(out, '}'), nil
}

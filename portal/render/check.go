package render

import (
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"text/template/parse"

	"minhbach/portal/assets"
	"minhbach/portal/i18n"
)

// check looks up every literal message key, asset and partial in a template set.
func check(set *template.Template) error {
	var faults []error
	for _, t := range set.Templates() {
		if t.Tree == nil || t.Tree.Root == nil {
			continue
		}
		visit(reflect.ValueOf(t.Tree.Root), func(n parse.Node) {
			switch n := n.(type) {
			case *parse.TemplateNode:
				if set.Lookup(n.Name) == nil {
					faults = append(faults, fmt.Errorf("%s: no partial %q", t.Name(), n.Name))
				}
			case *parse.CommandNode:
				if err := literal(n); err != nil {
					faults = append(faults, fmt.Errorf("%s: %w", t.Name(), err))
				}
			}
		})
	}
	return errors.Join(faults...)
}

func literal(n *parse.CommandNode) error {
	if len(n.Args) < 2 {
		return nil
	}
	name, ok := n.Args[0].(*parse.IdentifierNode)
	arg, literal := n.Args[1].(*parse.StringNode)
	switch {
	case !ok || !literal:
	case name.Ident == "t" && !i18n.Has(arg.Text):
		return &i18n.UnknownKeyError{Key: arg.Text}
	case name.Ident == "asset":
		_, err := assets.Default().URL(arg.Text)
		return err
	}
	return nil
}

// visit walks a parse tree without listing every kind of node.
func visit(v reflect.Value, f func(parse.Node)) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() || v.Type() == reflect.TypeFor[*parse.Tree]() {
			return
		}
		if n, ok := v.Interface().(parse.Node); ok && v.Kind() == reflect.Pointer {
			f(n)
		}
		visit(v.Elem(), f)
	case reflect.Slice:
		for i := range v.Len() {
			visit(v.Index(i), f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				visit(v.Field(i), f)
			}
		}
	}
}

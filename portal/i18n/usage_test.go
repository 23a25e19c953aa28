package i18n

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var inTemplate = regexp.MustCompile(`(?:\{\{|\()-?\s*t "([^"]+)"`)

// Every key that a template or a Go file under portal names literally must be
// declared. (Templates are checked again when an engine starts.)
func TestEveryUsedKeyIsDeclared(t *testing.T) {
	used := 0
	check := func(file, key string) {
		used++
		if !Has(key) {
			t.Errorf("%s uses %q, which no catalogue declares", file, key)
		}
	}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || d.IsDir():
			return err
		case strings.HasSuffix(path, ".html"):
			raw, err := os.ReadFile(path)
			for _, m := range inTemplate.FindAllSubmatch(raw, -1) {
				check(path, string(m[1]))
			}
			return err
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
			return goKeys(path, check)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if used == 0 {
		t.Error("found no use of any key: is the search still looking in the right place?")
	}
}

// goKeys reports the literal keys of i18n.T and i18n.Lookup calls; a key
// put together at run time is not seen here and fails in its page's test.
func goKeys(path string, check func(file, key string)) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil // the compiler reports it better
	}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) < 2 {
			return true
		}
		name := ""
		switch f := call.Fun.(type) {
		case *ast.SelectorExpr:
			if x, ok := f.X.(*ast.Ident); ok && x.Name == "i18n" {
				name = f.Sel.Name
			}
		case *ast.Ident:
			if filepath.Base(filepath.Dir(path)) == "i18n" || filepath.Dir(path) == "." {
				name = f.Name
			}
		}
		if lit, ok := call.Args[1].(*ast.BasicLit); ok && lit.Kind == token.STRING && (name == "T" || name == "Lookup") {
			key, _ := strconv.Unquote(lit.Value)
			check(path, key)
		}
		return true
	})
	return nil
}

package layout

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	root   = filepath.Join("..", "..")
	link   = regexp.MustCompile(`\]\(([^)#\s]+)(?:#[^)]*)?\)`)
	naming = regexp.MustCompile("`((?:Test|Fuzz|Benchmark)[A-Z][A-Za-z0-9_]*)`")
)

// files of the project below a folder, by ending.
func files(t *testing.T, ending string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "bin") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ending) {
			out = append(out, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestDocumentsPointAtWhatExists follows every relative link of every document.
func TestDocumentsPointAtWhatExists(t *testing.T) {
	links := 0
	for _, doc := range files(t, ".md") {
		if strings.Contains(doc, filepath.Join("internal", "demo", "content")) || strings.Contains(doc, "testdata") {
			continue // content of a portal, whose links are the portal's
		}
		text, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(m[1], "://") || strings.HasPrefix(m[1], "mailto:") || strings.HasPrefix(m[1], "/") {
				continue
			}
			links++
			if _, err := os.Stat(filepath.Join(filepath.Dir(doc), m[1])); err != nil {
				t.Errorf("%s points at %s, which is not there", doc, m[1])
			}
		}
	}
	if links < 20 {
		t.Errorf("only %d links found: the test looks in the wrong place", links)
	}
}

// TestDocumentsNameTestsThatExist looks for every test that a document names.
func TestDocumentsNameTestsThatExist(t *testing.T) {
	var code strings.Builder
	for _, f := range files(t, "_test.go") {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(text)
	}
	for _, doc := range files(t, ".md") {
		text, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range naming.FindAllStringSubmatch(string(text), -1) {
			if !strings.Contains(code.String(), "func "+m[1]+"(") {
				t.Errorf("%s names %s, which no file defines", doc, m[1])
			}
		}
	}
}

// TestRegulationIsCoveredRowByRow: every article of the regulation has a row, and
// every row says where it lives and what shows it, or "not yet".
func TestRegulationIsCoveredRowByRow(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs", "regulation.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]int{}
	for _, line := range strings.Split(string(text), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 6 || !regexp.MustCompile(`^\s*\d`).MatchString(cells[1]) {
			continue
		}
		article, _, _ := strings.Cut(strings.TrimSpace(cells[1]), ".")
		article, _, _ = strings.Cut(article, "–")
		rows[article]++
		where, shown := strings.TrimSpace(cells[3]), strings.TrimSpace(cells[4])
		if where != "not yet" && !strings.Contains(where, "](") {
			t.Errorf("Điều %s: %q neither links to a place nor says not yet", cells[1], where)
		}
		if shown != "not yet" && !strings.Contains(shown, "`Test") && !strings.Contains(shown, "](") {
			t.Errorf("Điều %s: %q neither names a test nor says not yet", cells[1], shown)
		}
	}
	for article := 1; article <= 31; article++ {
		if rows[strconv.Itoa(article)] == 0 {
			t.Errorf("Điều %d has no row", article)
		}
	}
}

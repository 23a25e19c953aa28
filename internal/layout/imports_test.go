// Package layout holds the import table of the project as a test: who may know
// whom. When the table is in the way, change it here in the open and say why in
// docs/decisions.
package layout

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

const module = "minhbach"

// a rule of the table: packages under from may import, of this project, only what
// is under may; of others, only what is under vendors (nil: anything).
type rule struct {
	from    string
	may     []string
	vendors []string
}

var (
	readTypes  = "projections/view"
	standard   = []string{}
	unlimited  = []string(nil)
	everything = []string{""}
)

// table is read from the top; the first rule whose from matches holds.
var table = []rule{
	{"domain", []string{"domain"}, []string{"golang.org/x/text"}}, // domain/domaintest included
	// What lies under SQLite is called with the threads of its library.
	{"eventstore/sqlite/faultfs", nil, []string{"modernc.org/sqlite", "modernc.org/libc"}},
	{"eventstore/sqlite", []string{"eventstore"}, []string{"modernc.org/sqlite", "golang.org/x/sys"}},
	{"eventstore/logtest", []string{"eventstore"}, standard},
	{"eventstore/ndjson", []string{"eventstore"}, standard},
	{"eventstore/ledger/stamp", []string{"eventstore"}, []string{"github.com/digitorus"}},
	{"eventstore/ledger/offline", nil, standard}, // a second implementation shares nothing with the first
	{"eventstore/ledger", []string{"eventstore"}, []string{"golang.org/x/mod"}},
	{"eventstore/esdbserver", []string{"eventstore"}, []string{"github.com/EventStore/EventStore-Client-Go/v4", "google.golang.org", "github.com/dlclark/regexp2"}}, // clients send .NET expressions
	{"eventstore/esdb", []string{"eventstore"}, []string{"github.com/EventStore/EventStore-Client-Go/v4", "google.golang.org", "github.com/google/uuid"}},
	{"eventstore/vault", []string{"eventstore"}, []string{"modernc.org/sqlite", "golang.org/x/crypto"}},
	{"eventstore/archive", []string{"eventstore"}, []string{"golang.org/x/mod", "modernc.org/sqlite"}},
	{"eventstore/transfer", []string{"eventstore"}, []string{"golang.org/x/mod"}}, // moves a history between the engines
	{"eventstore", nil, standard},
	{readTypes, []string{"domain"}, standard},
	{"projections/search/bleve", []string{"domain/fold", "projections/search"}, []string{"github.com/blevesearch", "golang.org/x/text"}},
	{"projections/search/follow", []string{"domain", "eventstore", readTypes, "projections/search"}, standard}, // reads the log
	{"projections/search", []string{"domain", "projections/search"}, standard},
	{"projections", []string{"domain", "eventstore", "projections"}, []string{"modernc.org/sqlite"}},
	{"analytics/duckdb", []string{"domain", "analytics"}, []string{"github.com/duckdb/duckdb-go"}},
	{"analytics", []string{"domain", "eventstore", "analytics"}, unlimited},
	{"opendata", []string{"domain", readTypes, "opendata", "analytics"}, unlimited},
	{"internal/files", []string{"domain", "internal/app"}, unlimited},
	{"internal/secret", []string{"domain", "internal/app"}, unlimited},
	{"internal/app", []string{"domain", "eventstore", readTypes, "projections/search", "opendata", "analytics"}, unlimited},
	{"api", []string{"api", "internal/app", "domain", "opendata", readTypes, "projections/search", "analytics"}, unlimited},
	{"portal", []string{"portal", "internal/app", "domain", "opendata", readTypes, "projections/search", "analytics"}, unlimited},
	{"integration/bus", []string{"eventstore", "domain"}, []string{"github.com/ThreeDotsLabs/watermill", "github.com/google/uuid"}}, // messages are events of the log
	{"integration", []string{"integration", "internal/app", "domain", "opendata", readTypes, "projections/search", "analytics"}, unlimited},
	{"internal/browser", nil, unlimited},
	{"internal/layout", nil, unlimited},
	// The assembly: what puts engines under contracts may know everything.
	{"internal/node", everything, unlimited},
	{"internal/demo", everything, unlimited},
	{"internal/testkit", everything, unlimited},
	{"internal/cli", everything, unlimited},
	{"", everything, unlimited},
}

// engines must not be reachable from what serves readers, by whatever way.
var engines = []string{module + "/eventstore/sqlite", "modernc.org/sqlite", module + "/projections",
	module + "/eventstore/esdb", "github.com/EventStore/EventStore-Client-Go/v4/esdb", module + "/projections/search/bleve", "github.com/blevesearch/bleve/v2", module + "/analytics/duckdb", "github.com/duckdb/duckdb-go/v2"}

type pkg struct {
	ImportPath string
	Imports    []string
	Deps       []string
	Standard   bool
}

func list(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,Deps,Standard", module+"/...")
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, complaint.String())
	}
	var all []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func under(path, root string) bool {
	return root == "" || path == root || strings.HasPrefix(path, root+"/")
}

func allowed(path string, roots []string) bool {
	for _, r := range roots {
		if under(path, r) {
			return true
		}
	}
	return false
}

func standardLibrary(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

func TestImportTable(t *testing.T) {
	packages := list(t)
	if len(packages) < 20 {
		t.Fatalf("only %d packages found: the test looks in the wrong place", len(packages))
	}
	for _, p := range packages {
		own := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		var r rule
		for _, r = range table {
			if under(own, r.from) {
				break
			}
		}
		for _, imported := range p.Imports {
			if local, ok := strings.CutPrefix(imported, module+"/"); ok {
				// A package's own folder is always its own.
				if !allowed(local, r.may) && !under(local, own) && !under(own, local) {
					t.Errorf("%s imports %s; %q may import only %v", own, local, r.from, r.may)
				}
				continue
			}
			if !standardLibrary(imported) && r.vendors != nil && !allowed(imported, r.vendors) {
				t.Errorf("%s imports %s; %q may use only %v besides the standard library", own, imported, r.from, r.vendors)
			}
		}
	}
}

func TestReadersDoNotReachAnEngine(t *testing.T) {
	for _, p := range list(t) {
		own := strings.TrimPrefix(p.ImportPath, module+"/")
		if !under(own, "api") && !under(own, "portal") && !under(own, "internal/app") {
			continue
		}
		for _, dep := range p.Deps {
			for _, engine := range engines {
				if dep == engine {
					t.Errorf("%s reaches %s", own, engine)
				}
			}
		}
	}
}

func TestPortalAndAPIDoNotKnowEachOther(t *testing.T) {
	for _, p := range list(t) {
		own := strings.TrimPrefix(p.ImportPath, module+"/")
		for _, dep := range p.Deps {
			dep = strings.TrimPrefix(dep, module+"/")
			if under(own, "api") && under(dep, "portal") || under(own, "portal") && under(dep, "api") {
				t.Errorf("%s reaches %s", own, dep)
			}
		}
		for _, imported := range p.Imports {
			imported = strings.TrimPrefix(imported, module+"/")
			if (under(own, "api") || under(own, "portal")) && under(imported, "eventstore") {
				t.Errorf("%s imports %s", own, imported)
			}
		}
	}
}

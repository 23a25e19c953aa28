// Package testkit starts a real node in the test's own process, with a clock that
// the test moves, and gives people: accounts that sign in through the page as
// anybody does, and programs with a token.
//
// Nothing here is a stand-in: log, read models, files, keys, portal and API are
// those of the product. It is for tests only.
package testkit

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/domain/calendar"
	"minhbach/internal/app"
	"minhbach/internal/node"
)

// Node is a node that answers on URL until the test ends.
type Node struct {
	*node.Node
	T      testing.TB
	URL    string // without a slash at the end
	Dir    string
	Clock  *Clock
	Logger *slog.Logger // of the node, from the next Restart on; nil: none

	server *httptest.Server
	people map[string]*Person
	engine Engine
	log    *logServer // with Elsewhere
}

// Operator is the person at the machine.
var Operator = app.Caller{Operator: true}

// New prepares an empty directory and starts a node in it at an instant, on the engine of
// this run of the tests.
func New(t testing.TB, at time.Time) *Node {
	t.Helper()
	return NewOn(t, ofThisRun(t), at)
}

// NewOn is New on an engine.
func NewOn(t testing.TB, engine Engine, at time.Time) *Node {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	n := &Node{T: t, Dir: dir, Clock: &Clock{at: at}, people: map[string]*Person{}, engine: engine}
	if engine == Elsewhere {
		n.log = serveLog(t, n.Clock)
	}
	if err := node.InitOn(dir, at, n.log.connection()); err != nil {
		t.Fatal(err)
	}
	if engine == Gapped {
		beginElsewhere(t, dir, at)
	}
	n.start()
	t.Cleanup(n.Stop)
	return n
}

// Open starts a node on a prepared directory at an instant.
func Open(t testing.TB, dir string, at time.Time) *Node {
	t.Helper()
	n := &Node{T: t, Dir: dir, Clock: &Clock{at: at}, people: map[string]*Person{}}
	n.start()
	t.Cleanup(n.Stop)
	return n
}

func (n *Node) start() {
	n.T.Helper()
	opened, err := node.Open(context.WithoutCancel(n.T.Context()), node.Config{Data: n.Dir, Now: n.Clock.Now, Rate: -1, Command: "test", Log: n.Logger})
	if err != nil {
		n.T.Fatal(err)
	}
	n.Node = opened
	handler, err := opened.Handler()
	n.must(err)
	n.server = httptest.NewServer(handler)
	n.URL = n.server.URL
	n.Settle()
}

// Stop closes the node, so that another process can have its directory.
func (n *Node) Stop() {
	n.T.Helper()
	if n.Node == nil {
		return
	}
	n.server.Close()
	if err := n.Close(); err != nil {
		n.T.Errorf("closing the node: %v", err)
	}
	n.Node = nil
}

// Restart opens the directory again, at another address.
func (n *Node) Restart() {
	n.T.Helper()
	n.Stop()
	n.start()
}

// Settle waits until every read model has seen everything that was recorded.
func (n *Node) Settle() {
	n.T.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := n.Ready(ctx); err != nil {
		n.T.Fatalf("read models do not catch up: %v", err)
	}
}

// Release publishes what an embargo held back until now, as the scheduler does.
func (n *Node) Release() int {
	n.T.Helper()
	n.Settle()
	released, err := n.App.Commands.ReleaseDue(context.Background())
	if err != nil {
		n.T.Fatal(err)
	}
	n.Settle()
	return released
}

// Import registers units from CSV text as the operator does.
func (n *Node) Import(csv, validFrom string) (app.ImportReport, error) {
	n.T.Helper()
	report, err := n.App.Commands.ImportUnits(context.Background(), Operator, app.ImportUnits{
		CSV: strings.NewReader(csv), ValidFrom: calendar.MustParse(validFrom), Basis: "thử nghiệm",
	})
	n.Settle()
	return report, err
}

// Agency is the id of a unit by its code.
func (n *Node) Agency(code string) string {
	n.T.Helper()
	tree, err := n.App.Queries.Tree(context.Background(), asOfNow, calendar.Date{})
	if err != nil {
		n.T.Fatal(err)
	}
	for _, a := range tree.Agencies {
		if a.Code == code {
			return a.ID
		}
	}
	n.T.Fatalf("there is no unit with the code %s", code)
	return ""
}

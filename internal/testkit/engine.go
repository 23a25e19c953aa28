package testkit

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"minhbach/eventstore/esdbserver"
	"minhbach/eventstore/sqlite"
)

// Engine of the log under a node.
type Engine string

const (
	Embedded  Engine = "embedded" // in the node's own directory
	Gapped    Engine = "gapped"   // likewise, behind events that were imported with gaps
	Elsewhere Engine = "esdb"     // on a server of the test's process, over the EventStoreDB protocol
)

// EngineEnv chooses the engine of all nodes for which a test chooses none.
const EngineEnv = "MINHBACH_TEST_ENGINE"

func ofThisRun(t testing.TB) Engine {
	t.Helper()
	switch e := Engine(os.Getenv(EngineEnv)); e {
	case "", Embedded:
		return Embedded
	case Elsewhere, Gapped:
		return e
	default:
		t.Fatalf("%s is %q; there are %s, %s and %s", EngineEnv, e, Embedded, Gapped, Elsewhere)
		return ""
	}
}

// logServer has a log of its own, with the clock of the node, and outlives the node.
type logServer struct {
	socket string
	log    *sqlite.Log
	stop   context.CancelFunc
	ended  chan struct{}
}

func serveLog(t testing.TB, clock *Clock) *logServer {
	t.Helper()
	dir, err := os.MkdirTemp("", "mb") // the path of a socket is short
	if err != nil {
		t.Fatal(err)
	}
	log, err := sqlite.Open(t.Context(), filepath.Join(dir, "log"), sqlite.Options{Now: clock.Now, SkipQuickCheck: true, MaxAppend: 100_000})
	if err != nil {
		t.Fatal(err)
	}
	s := &logServer{socket: filepath.Join(dir, "s"), log: log}
	s.up(t, clock)
	t.Cleanup(func() {
		s.down()
		log.Close()
		os.RemoveAll(dir)
	})
	return s
}

func (s *logServer) up(t testing.TB, clock *Clock) {
	t.Helper()
	listener, err := esdbserver.ListenUnix(s.socket)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	s.stop, s.ended = stop, ended
	server := esdbserver.New(s.log, esdbserver.Options{Now: clock.Now})
	go func() {
		defer close(ended)
		server.Serve(ctx, listener)
	}()
}

func (s *logServer) down() {
	s.stop()
	<-s.ended
}

func (s *logServer) connection() string {
	if s == nil {
		return ""
	}
	return "unix://" + s.socket
}

// LogDown takes the server of the log away from the node, LogUp brings it back.
func (n *Node) LogDown() { n.log.down() }
func (n *Node) LogUp()   { n.log.up(n.T, n.Clock) }

package esdbserver

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
)

// world is a server over a fresh embedded log, and the official client of it.
type world struct {
	log     eventstore.Log
	server  *Server
	client  *esdb.Client
	conn    *grpc.ClientConn // for generated clients, which may ask what esdb cannot
	address string           // HOST:PORT

	opts    Options
	running *running
}

// running is one time that the server is up.
type running struct {
	stop  context.CancelFunc
	ended chan struct{}
	err   error
}

// start serves a fresh log on a loopback port until the test ends.
func start(t testing.TB, opts ...func(*Options)) *world {
	t.Helper()
	log, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{MaxAppend: 100_000, SkipQuickCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	return startOn(t, log, opts...)
}

// startOn serves a log that stays the caller's to close.
func startOn(t testing.TB, log eventstore.Log, opts ...func(*Options)) *world {
	t.Helper()
	w := &world{log: log}
	w.opts.Warn = func(string, ...any) {}
	for _, o := range opts {
		o(&w.opts)
	}
	w.up(t, "127.0.0.1:0")
	w.client = w.connect(t)
	conn, err := grpc.NewClient(w.address, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage), grpc.MaxCallSendMsgSize(4*maxMessage)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	w.conn = conn
	return w
}

// up makes a server anew and lets it listen.
func (w *world) up(t testing.TB, address string) {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{stop: cancel, ended: make(chan struct{})}
	w.address, w.server, w.running = l.Addr().String(), New(w.log, w.opts), r
	server := w.server
	go func() {
		defer close(r.ended)
		r.err = server.Serve(ctx, l)
	}()
	t.Cleanup(func() { w.end(t, r) })
}

func (w *world) end(t testing.TB, r *running) {
	t.Helper()
	r.stop()
	select {
	case <-r.ended:
		if r.err != nil {
			t.Errorf("serving ended with %v", r.err)
		}
	case <-time.After(30 * time.Second):
		t.Error("the server does not end")
	}
}

// restart ends the server and begins a new one over the same log at the same address.
func (w *world) restart(t testing.TB) {
	t.Helper()
	w.end(t, w.running)
	w.up(t, w.address)
}

// connect makes a further official client.
func (w *world) connect(t testing.TB) *esdb.Client {
	t.Helper()
	config, err := esdb.ParseConnectionString("esdb://" + w.address + "?tls=false")
	if err != nil {
		t.Fatal(err)
	}
	config.Logger = esdb.NoopLogging()
	client, err := esdb.NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	return client
}

// seed records n events straight in the log, all of one type with small JSON data.
func (w *world) seed(t testing.TB, stream, typ string, n int) {
	t.Helper()
	for n > 0 {
		drafts := make([]eventstore.Draft, min(n, 500))
		for i := range drafts {
			drafts[i] = eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: typ, Data: []byte(`{"n":1}`)}
		}
		if _, err := w.log.Append(t.Context(), stream, eventstore.Any(), drafts...); err != nil {
			t.Fatal(err)
		}
		n -= len(drafts)
	}
}

// start0 is a moment for ids.
var start0 = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

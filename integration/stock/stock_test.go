package stock

import (
	"context"
	"net"
	"testing"

	"minhbach/eventstore"
	"minhbach/eventstore/esdbserver"
	"minhbach/eventstore/sqlite"
)

// The server over an embedded log answers the official Node client as it expects.
func TestTheNodeClient(t *testing.T) {
	log, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{MaxAppend: 100_000})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	Session(t, "esdb://"+serve(t, log, esdbserver.Options{})+"?tls=false")
}

// serve answers for a log until the test ends.
func serve(t *testing.T, log eventstore.Log, opts esdbserver.Options) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- esdbserver.New(log, opts).Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

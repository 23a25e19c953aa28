package bus_test

import (
	"context"
	"net"
	"testing"

	"minhbach/eventstore"
	"minhbach/eventstore/esdb"
	"minhbach/eventstore/esdbserver"
)

// elsewhere is a log that is reached by the EventStoreDB protocol.
func elsewhere(t *testing.T) eventstore.Log {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := esdbserver.New(embedded(t), esdbserver.Options{Warn: t.Logf})
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = served.Serve(ctx, l)
	}()
	t.Cleanup(func() {
		stop()
		<-ended
	})
	log, err := esdb.Open(t.Context(), esdb.Options{Connection: "esdb://" + l.Addr().String() + "?tls=false"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	return log
}

// TestPubSubElsewhere is Watermill's own suite on a server, over a real connection;
// with fewer messages under the race detector.
func TestPubSubElsewhere(t *testing.T) { pubSub(t, elsewhere, underRace) }

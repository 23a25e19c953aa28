package esdb

import (
	"os"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/logtest"
)

func TestContract(t *testing.T) {
	for name, mode := range map[string]func(*testing.T, *world) *world{
		"plain":  func(_ *testing.T, w *world) *world { return w },
		"tls":    func(t *testing.T, w *world) *world { return w.secured(t) },
		"socket": func(t *testing.T, w *world) *world { return w.onSocket(t) },
	} {
		t.Run(name, func(t *testing.T) {
			logtest.Run(t, func(t *testing.T) eventstore.Log { return mode(t, newWorld(t)).up(t).open(t) })
		})
	}
}

// TestContractOnAUsedServer: the same on one server after the other, which others use.
func TestContractOnAUsedServer(t *testing.T) {
	w := newWorld(t).up(t)
	connection := w.connection()
	onUsed(t, connection)
}

// TestContractElsewhere: the same on a server that somebody else runs, such as a real
// EventStoreDB:
//
//	MINHBACH_TEST_ESDB='esdb://localhost:2113?tls=false' go test ./eventstore/esdb -run Elsewhere
func TestContractElsewhere(t *testing.T) {
	connection := os.Getenv("MINHBACH_TEST_ESDB")
	if connection == "" {
		t.Skip("MINHBACH_TEST_ESDB is not set: NOT tested against a server of EventStoreDB or KurrentDB")
	}
	onUsed(t, connection)
}

func onUsed(t *testing.T, connection string) {
	logtest.Run(t, func(t *testing.T) eventstore.Log {
		l, err := Open(t.Context(), Options{Connection: connection})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		s, err := logtest.Scoped(t.Context(), l, "logtest-"+eventstore.NewID(time.Now()).String()+"-")
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

package node_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"minhbach/internal/app"
	"minhbach/internal/node"
)

// TestLogShorterThanWhatWasSigned: acknowledged and signed events have vanished from
// the end of the log, as when an old copy of its file was put in place or its
// write-ahead log was damaged. The mark beside the log says so; where that is gone
// too, the ledger does. Neither is written over, and readers are served.
func TestLogShorterThanWhatWasSigned(t *testing.T) {
	for name, marked := range map[string]bool{"with the mark": true, "with the ledger alone": false} {
		t.Run(name, func(t *testing.T) {
			i := newInstallation(t)
			i.with(func(n *node.Node) { i.register(n, "lan") })
			file := i.cfg.Data + "/log/log.db"
			old, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var signed, size uint64
			i.with(func(n *node.Node) {
				before, _ := n.Log.Head(t.Context())
				i.register(n, "hung")
				p, _ := n.Ledger.Latest()
				signed, size = uint64(before)+1, p.Size
			})
			if err := os.WriteFile(file, old, 0o600); err != nil {
				t.Fatal(err)
			}
			if !marked {
				if err := os.Remove(i.cfg.Data + "/log/acknowledged"); err != nil {
					t.Fatal(err)
				}
			}
			i.with(func(n *node.Node) {
				if p, ok := n.Ledger.Latest(); !ok || p.Size != size {
					t.Fatalf("the ledger forgot what it signed: %d leaves, %d were signed", p.Size, size)
				}
				status, err := n.Ledger.Status(t.Context())
				if err != nil || !status.Fork || !strings.Contains(status.Error, "the log ends there") {
					t.Errorf("the ledger says nothing of events %d to %d: %+v, %v", signed, size, status, err)
				}
				handler, err := n.Handler()
				if err != nil {
					t.Fatal(err)
				}
				for _, path := range []string{"/api/v1/agencies", "/log/checkpoint"} {
					w := httptest.NewRecorder()
					if handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil)); w.Code != http.StatusOK {
						t.Errorf("GET %s: %d", path, w.Code)
					}
				}
				if marked {
					w := httptest.NewRecorder()
					n.OpsHandler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/healthz", nil))
					if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "acknowledged") || !strings.Contains(w.Body.String(), "missing") {
						t.Errorf("monitors are told %d: %s", w.Code, w.Body)
					}
					_, err := n.App.Commands.RegisterAccount(t.Context(), app.Caller{Operator: true}, app.RegisterAccount{Login: "minh", Name: "Trần Minh", Password: "mot mat khau that dai 42"})
					if err == nil {
						t.Error("written behind the gap")
					}
				}
			})
			if after, _ := os.ReadFile(file); marked && string(after) != string(old) {
				t.Error("the file was changed")
			}
		})
	}
}

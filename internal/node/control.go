package node

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"

	"minhbach/domain/fault"
	"minhbach/eventstore"
	"minhbach/internal/app"
)

// ControlSocket is where a running node answers the commands of its own machine:
// whoever may open it (mode 0600) is the operator.
func (c Config) ControlSocket() string { return c.path("control.sock") }

func (n *Node) control() (net.Listener, error) {
	path := n.cfg.ControlSocket()
	// The directory is ours alone (the log is locked), so a socket here is a dead one.
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	return l, os.Chmod(path, 0o600)
}

func (n *Node) controlHandler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", n.opsHandler())
	n.erasureControl(mux)
	n.busControl(mux)
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, r *http.Request) { answer(w, "ok", n.Health()) })
	mux.HandleFunc("GET /projections", func(w http.ResponseWriter, r *http.Request) {
		status, err := n.Status(r.Context())
		answer(w, status, err)
	})
	mux.HandleFunc("POST /projections/{name}/rebuild", func(w http.ResponseWriter, r *http.Request) {
		hash, err := n.Rebuild(r.Context(), r.PathValue("name"))
		answer(w, map[string]string{"state_hash": hash}, err)
	})
	mux.HandleFunc("GET /replay/publication/{id}", func(w http.ResponseWriter, r *http.Request) {
		at, err := app.ParseAsOf(r.FormValue("as_of"))
		if err != nil {
			answer(w, nil, err)
			return
		}
		history, err := n.App.Queries.Replay(r.Context(), app.Caller{Operator: true}, r.PathValue("id"), at)
		answer(w, history, err)
	})
	mux.HandleFunc("GET /ledger", func(w http.ResponseWriter, r *http.Request) {
		status, err := n.Ledger.Status(r.Context())
		answer(w, status, err)
	})
	mux.HandleFunc("POST /ledger/rotate-key", func(w http.ResponseWriter, r *http.Request) {
		rotated, err := n.RotateLedgerKey(r.Context())
		answer(w, rotated, err)
	})
	mux.HandleFunc("POST /export", n.exportControl)
	mux.HandleFunc("POST /backup", func(w http.ResponseWriter, r *http.Request) {
		manifest, err := n.Backup(r.Context(), BackupOptions{Dir: r.FormValue("dir"), Vault: r.FormValue("vault"), Link: r.FormValue("link") == "true"})
		answer(w, manifest, err)
	})
	mux.HandleFunc("GET /projections/{name}/parked", func(w http.ResponseWriter, r *http.Request) {
		parked, err := n.Parked(r.Context(), r.PathValue("name"))
		answer(w, parked, err)
	})
	mux.HandleFunc("POST /projections/{name}/unpark", func(w http.ResponseWriter, r *http.Request) {
		applied, err := n.Unpark(r.Context(), r.PathValue("name"), r.FormValue("stream"))
		answer(w, map[string]int{"applied": applied}, err)
	})
	return mux
}

func answer(w http.ResponseWriter, value any, err error) {
	w.Header().Set("Content-Type", "application/json")
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		problem := map[string]string{"error": err.Error()}
		if f := fault.Of(err); f != nil {
			problem = map[string]string{"error": f.Sentence("vi"), "error_en": f.Sentence("en"), "code": f.Code.Name}
		}
		json.NewEncoder(w).Encode(problem)
		return
	}
	json.NewEncoder(w).Encode(value)
}

// Health is nil while the log records changes, else why it only serves readers.
func (n *Node) Health() error {
	if log, ok := n.Log.(interface{ Health() error }); ok {
		return log.Health()
	}
	return nil
}

// opsHandler answers monitors. It is never on the public listener.
func (n *Node) opsHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		if err := n.Health(); err != nil && !errors.Is(err, eventstore.ErrUnavailable) { // a server that is away: nothing here to be started again
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := n.Health(); errors.Is(err, eventstore.ErrUnavailable) {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		status, err := n.Status(r.Context())
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		for _, s := range status {
			if s.BehindSecs > readyLag {
				http.Error(w, fmt.Sprintf("read model %s is %.0f s behind", s.Name, s.BehindSecs), http.StatusServiceUnavailable)
				return
			}
		}
		fmt.Fprintln(w, "ready")
	})
	mux.HandleFunc("GET /metrics", n.metrics)
	return mux
}

// readyLag is how many seconds a read model may be behind on a node that serves.
const readyLag = 10

// metrics in the Prometheus text format 0.0.4.
func (n *Node) metrics(w http.ResponseWriter, r *http.Request) {
	status, err := n.Status(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	head := func(name, kind, help string) { fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind) }
	if len(status) > 0 {
		head("minhbach_log_head_position", "gauge", "Position of the newest event.")
		fmt.Fprintf(w, "minhbach_log_head_position %d\n", status[0].Head)
	}
	readOnly := 0
	if n.Health() != nil {
		readOnly = 1
	}
	head("minhbach_log_read_only", "gauge", "1 when the log records no changes: a write failed, or acknowledged events are missing.")
	fmt.Fprintf(w, "minhbach_log_read_only %d\n", readOnly)
	head("minhbach_projection_events_behind", "gauge", "Events that a read model has not looked at yet, counted up to 1000 where positions have gaps.")
	for _, s := range status {
		fmt.Fprintf(w, "minhbach_projection_events_behind{name=%q} %d\n", s.Name, s.Behind)
	}
	head("minhbach_projection_seconds_behind", "gauge", "Age of the first event that a read model has not looked at.")
	for _, s := range status {
		fmt.Fprintf(w, "minhbach_projection_seconds_behind{name=%q} %g\n", s.Name, s.BehindSecs)
	}
	head("minhbach_projection_parked_events", "gauge", "Events that could not be applied, or wait behind one.")
	for _, s := range status {
		fmt.Fprintf(w, "minhbach_projection_parked_events{name=%q} %d\n", s.Name, s.Parked)
	}
	n.ledgerMetrics(w, r)
	n.busMetrics(w, r)
	n.doorMetrics(w)
}

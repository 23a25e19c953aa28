package witness

import (
	"bytes"
	"fmt"
	"io"
	"net/http"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore/ledger"
)

// Server is a witness for the logs of others.
type Server struct {
	signer *Signer
	logs   map[string][]note.Verifier // keys by origin
	state  *state
}

// NewServer makes a witness that knows the logs of the keys and keeps what it
// signed in the file.
func NewServer(signer *Signer, keys []string, stateFile string) (*Server, error) {
	s := &Server{signer: signer, logs: map[string][]note.Verifier{}}
	for _, key := range keys {
		v, err := note.NewVerifier(key)
		if err != nil {
			return nil, fmt.Errorf("witness: the key %q of a log: %w", key, err)
		}
		s.logs[v.Name()] = append(s.logs[v.Name()], v)
	}
	var err error
	s.state, err = openState(stateFile)
	return s, err
}

// Handler answers POST /add-checkpoint (C2SP tlog-witness).
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /add-checkpoint", s.add)
	return mux
}

func (s *Server) add(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
	if err != nil {
		http.Error(w, "the request is too large", http.StatusRequestEntityTooLarge)
		return
	}
	req, err := parseRequest(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	text, _, _ := bytes.Cut(req.Checkpoint, []byte("\n\n"))
	claimed, err := ledger.ParseCheckpoint(string(text) + "\n")
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	keys, known := s.logs[claimed.Origin]
	if !known {
		http.Error(w, "unknown log", http.StatusNotFound)
		return
	}
	c, n, err := ledger.OpenCheckpoint(req.Checkpoint, keys...)
	if err != nil {
		http.Error(w, "not signed by a known key", http.StatusForbidden)
		return
	}
	if req.Old > c.Size {
		http.Error(w, "the old size is beyond the checkpoint", http.StatusBadRequest)
		return
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	last := s.state.seen[c.Origin]
	if req.Old != last.Size {
		w.Header().Set("Content-Type", "text/x.tlog.size")
		w.WriteHeader(http.StatusConflict)
		fmt.Fprintf(w, "%d\n", last.Size)
		return
	}
	if !extends(last, c, req.Proof) {
		http.Error(w, "bad consistency proof", http.StatusUnprocessableEntity)
		return
	}
	line, err := s.cosign(c, n.Text)
	if err != nil {
		http.Error(w, "the witness cannot keep its state", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Write(line)
}

// extends tells whether a checkpoint continues what was signed before.
func extends(last signed, c ledger.Checkpoint, proof tlog.TreeProof) bool {
	switch {
	case last.Size == 0:
		return len(proof) == 0
	case last.Size == c.Size:
		return len(proof) == 0 && bytes.Equal(last.Root, c.Root[:])
	}
	return len(last.Root) == tlog.HashSize &&
		tlog.CheckTree(proof, int64(c.Size), c.Root, int64(last.Size), tlog.Hash(last.Root)) == nil
}

// cosign remembers first and signs then.
func (s *Server) cosign(c ledger.Checkpoint, text string) ([]byte, error) {
	if err := s.state.advance(c); err != nil {
		return nil, err
	}
	whole, err := note.Sign(&note.Note{Text: text}, s.signer)
	if err != nil {
		return nil, err
	}
	_, line, _ := bytes.Cut(whole, []byte("\n\n"))
	return line, nil
}

package node

import (
	"encoding/json"
	"net/http"

	"minhbach/domain/fault"
	"minhbach/eventstore/archive"
)

// ExportMessage is a line of the answer to an export beside a running server: how far
// it is, and at last the result or the error.
type ExportMessage struct {
	Stage   string           `json:"stage,omitempty"`
	Done    uint64           `json:"done,omitempty"`
	Total   uint64           `json:"total,omitempty"`
	Result  *archive.Summary `json:"result,omitempty"`
	Error   string           `json:"error,omitempty"`
	ErrorEn string           `json:"error_en,omitempty"`
	Code    string           `json:"code,omitempty"`
}

// exportControl exports for the operator of this machine. The export ends when the
// operator goes away.
func (n *Node) exportControl(w http.ResponseWriter, r *http.Request) {
	var o ExportOptions
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&o); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	out, flush := json.NewEncoder(w), http.NewResponseController(w)
	say := func(m ExportMessage) {
		if out.Encode(m) == nil {
			_ = flush.Flush() // the operator went away: the context tells
		}
	}
	o.Tell = func(stage string, done, total uint64) { say(ExportMessage{Stage: stage, Done: done, Total: total}) }
	sum, err := n.Export(r.Context(), o)
	if err == nil {
		say(ExportMessage{Result: &sum})
		return
	}
	m := ExportMessage{Error: err.Error(), ErrorEn: err.Error()}
	if f := fault.Of(err); f != nil {
		m = ExportMessage{Error: f.Sentence("vi"), ErrorEn: f.Sentence("en"), Code: f.Code.Name}
		n.cfg.Log.Warn("export", "error", err)
	}
	say(m)
}

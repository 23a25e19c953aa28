package integration

import (
	"context"
	"net/http"

	"minhbach/internal/testkit"
	"minhbach/projections/view"
)

// replay: the history folded anew from the log says what the portal shows.
func (s *scenario) replay(m []string) {
	s.t.Helper()
	s.n.Settle()
	id := s.item(m[0]).id
	r, err := s.n.App.Queries.Replay(context.Background(), testkit.Operator, id, view.AsOf{})
	s.must(err)
	var p struct {
		ContentHash string `json:"content_hash"`
		Title       string `json:"title"`
		Version     int    `json:"version"`
	}
	s.n.API().Get("/api/v1/publications/" + id).Want(http.StatusOK).Into(&p)
	if r.ContentHash != r.Recorded || r.ContentHash != p.ContentHash || r.Title != p.Title || r.Version != p.Version {
		s.t.Errorf("the log says %s %q v%d (recorded %s), the portal %s %q v%d", r.ContentHash, r.Title, r.Version, r.Recorded, p.ContentHash, p.Title, p.Version)
	}
}

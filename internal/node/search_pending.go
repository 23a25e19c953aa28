package node

import (
	"context"

	"minhbach/internal/app"
	"minhbach/projections/search"
)

type pending struct{}

func (pending) Search(context.Context, search.Query) (*search.Result, error) {
	return &search.Result{}, nil
}
func (pending) Suggest(context.Context, string, int) ([]search.Suggestion, error) { return nil, nil }
func (n *Node) searcher() app.Searcher                                            { return pending{} }

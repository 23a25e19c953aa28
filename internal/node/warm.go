package node

import (
	"context"
	"time"

	"minhbach/opendata/export"
	"minhbach/opendata/record"
	"minhbach/projections/view"
)

// Files of tables are made soon after a version becomes public, so that its page can
// tell their size and sum, and the first reader need not wait.
const (
	warmEvery = 3 * time.Second
	warmRows  = 200_000 // larger tables are written when somebody asks
)

// warm makes the files of the newest data of public datasets.
func (n *Node) warm(ctx context.Context) {
	if !HasTables || n.Ready(ctx) != nil {
		return
	}
	runner := n.Models.byName["datasets"]
	seen := runner.Changes() + 1 // not yet
	tick := time.NewTicker(warmEvery)
	defer tick.Stop()
	for {
		if now := runner.Changes(); now != seen {
			seen = now
			if err := n.warmAll(ctx); err != nil && ctx.Err() == nil {
				n.cfg.Log.Warn("making files of tables", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (n *Node) warmAll(ctx context.Context) error {
	q := n.App.Queries.Datasets
	for offset := 0; ; offset += 1000 {
		page, err := q.List(ctx, view.DatasetFilter{Order: view.ByID, Limit: 1000, Offset: offset})
		if err != nil {
			return err
		}
		for _, it := range page.Items {
			if it.State == view.Withdrawn || it.Rows > warmRows {
				continue
			}
			if err := n.warmOne(ctx, it.ID); err != nil {
				return err
			}
		}
		if len(page.Items) < 1000 {
			return nil
		}
	}
}

func (n *Node) warmOne(ctx context.Context, id string) error {
	q := n.App.Queries.Datasets
	d, err := q.Get(ctx, id, view.AsOf{})
	if err != nil || d.Content.Release == nil {
		return err
	}
	for _, f := range export.Formats() {
		if !f.Offered || f.Format == export.GeoJSON && !record.HasGeometry(d.Content.Release.Columns) {
			continue
		}
		if _, _, ok := q.Made(d, string(f.Format)); ok {
			continue
		}
		file, err := n.Tables.Export(ctx, *d.Content.Release, string(f.Format), d.Title)
		if err != nil {
			return err
		}
		file.Close()
	}
	return nil
}

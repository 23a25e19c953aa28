package node

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"minhbach/domain/dataset"
	"minhbach/internal/app"
	"minhbach/internal/tables"
	"minhbach/internal/uploads"
	"minhbach/opendata/ingest"
	"minhbach/projections/datasets"
	"minhbach/projections/view"
)

// datasetBytes is the largest data file that is taken.
const datasetBytes = 512 << 20

// unasked is how long a file made of a table is kept without anybody asking for it.
const unasked = 30 * 24 * time.Hour

// openData opens what datasets need besides the read models: the tables, the files
// made of them and the uploads on their way in.
func (n *Node) openData(ctx context.Context, files app.Files) error {
	cfg := n.cfg
	store, err := openTables(ctx, cfg.path("tables", "tables.duckdb"), cfg.Log.Warn)
	if err != nil {
		return fmt.Errorf("opening the tables: %w", err)
	}
	reader := ingest.Reader{Limits: ingest.Limits{Bytes: datasetBytes}}
	if n.Tables, err = tables.Open(ctx, store, files, reader, cfg.path("exports")); err != nil {
		return errors.Join(err, store.Close())
	}
	n.Tables.Room = n.space.check
	if err := n.Tables.Sweep(cfg.Now().Add(-unasked)); err != nil {
		return err
	}
	n.uploads, err = uploads.Open(cfg.path("uploads"), reader, cfg.Now)
	return err
}

// releases lists the releases whose tables are needed, those that readers see first.
func (n *Node) releases(ctx context.Context) ([]dataset.Release, error) {
	all, err := datasets.NewReader(n.Models.byName["datasets"]).Releases(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b datasets.Release) int {
		switch {
		case a.Public == b.Public:
			return 0
		case a.Public:
			return -1
		}
		return 1
	})
	var out []dataset.Release
	for _, r := range all {
		out = append(out, r.Data)
	}
	return out, nil
}

// tend makes the tables that are missing after a start.
func (n *Node) tend(ctx context.Context) {
	if err := n.Ready(ctx); err != nil {
		return
	}
	all, err := n.releases(ctx)
	if err == nil {
		err = n.Tables.Tend(ctx, all)
	}
	if err != nil && ctx.Err() == nil {
		n.cfg.Log.Error("making the tables of datasets", "error", err)
	}
}

// RebuildTables drops every table and makes it again from the releases' files.
func (n *Node) RebuildTables(ctx context.Context, tell func(r dataset.Release, done float64)) error {
	if err := n.Ready(ctx); err != nil {
		return err
	}
	all, err := n.releases(ctx)
	if err != nil {
		return err
	}
	return n.Tables.Rebuild(ctx, all, tell)
}

// tablesStatus is how the tables stand among the read models.
func (n *Node) tablesStatus(ctx context.Context) (view.ProjectionStatus, error) {
	all, err := n.releases(ctx)
	if err != nil {
		return view.ProjectionStatus{}, err
	}
	loaded, missing := n.Tables.Loaded(), 0
	for _, r := range all {
		if _, ok := loaded[r.ID]; !ok {
			missing++
		}
	}
	return view.ProjectionStatus{Name: tablesName, Version: 1, Behind: uint64(missing)}, nil
}

// roomyUploads looks at the disk before it takes anything.
type roomyUploads struct {
	*uploads.Store
	space *space
}

func (u roomyUploads) Append(ctx context.Context, id string, offset int64, r io.Reader) (app.Upload, error) {
	if err := u.space.check(); err != nil {
		return app.Upload{}, err
	}
	return u.Store.Append(ctx, id, offset, r)
}

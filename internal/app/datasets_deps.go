package app

import (
	"context"
	"io"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/projections/search"
	"minhbach/projections/view"
)

// DatasetReader is the read model of datasets. Those with a position answer for
// that point of the log, 0 being now.
type DatasetReader interface {
	Datasets(ctx context.Context, f view.DatasetFilter, position uint64) (view.Datasets, error)
	Dataset(ctx context.Context, idOrSlug string, position uint64) (view.Dataset, error)
	Versions(ctx context.Context, id string, position uint64) ([]view.DatasetVersion, error)
	Version(ctx context.Context, id string, number int) (view.DatasetVersion, error)
	IDs(ctx context.Context) ([]string, error)
	Uses(ctx context.Context, sha256 string, limit int) ([]view.Use, error)
	WorkList(ctx context.Context, f view.DatasetWorkFilter) ([]view.DatasetWorkItem, error)
	Work(ctx context.Context, id string) (view.DatasetWork, error)
	Embargoed(ctx context.Context, now time.Time) ([]string, error)
	Retained(ctx context.Context, agencies []string) ([]view.Retained, error)
	Holding(ctx context.Context, files []string) (map[string]bool, error)
}

// TableKeeper has the tables of releases, and makes those again that are not there.
type TableKeeper interface {
	// Ensure reads the release's file into a table where there is none yet.
	Ensure(ctx context.Context, r dataset.Release) error
	Drop(ctx context.Context, release string) error
	Select(ctx context.Context, q analytics.Query) (*analytics.Page, error)
	Stream(ctx context.Context, q analytics.Query, yield func(analytics.Row) error) error
	Group(ctx context.Context, q analytics.Grouping) (*analytics.Groups, error)
	Profile(ctx context.Context, id string) ([]analytics.Profile, error)
	Compare(ctx context.Context, q analytics.Comparison) (*analytics.Difference, error)
	// Export is the whole table as a file, made once and kept. Title and slug go into
	// the formats that have a place for them.
	Export(ctx context.Context, r dataset.Release, format, title string) (File, error)
	// Made tells size and SHA-256 of an export that was made already.
	Made(r dataset.Release, format, title string) (size int64, sha256 string, ok bool)
	// Whole is a file of a name, made once for a key and kept until it is made for
	// another.
	Whole(ctx context.Context, name, key string, make func(ctx context.Context, w io.Writer) error) (File, error)
}

// Searcher is the search index.
type Searcher interface {
	Search(ctx context.Context, q search.Query) (*search.Result, error)
	Suggest(ctx context.Context, text string, limit int) ([]search.Suggestion, error)
}

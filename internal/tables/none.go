package tables

import (
	"context"
	"iter"

	"minhbach/analytics"
)

// None is the store of a build without an engine: everything public can be read
// and downloaded as it was published, and no table can be asked.
type None struct{}

func (None) Load(context.Context, analytics.Table, iter.Seq2[analytics.Row, error]) (int64, error) {
	return 0, analytics.ErrEngine.New()
}
func (None) Drop(context.Context, string) error               { return nil }
func (None) Tables(context.Context) (map[string]int64, error) { return map[string]int64{}, nil }
func (None) Select(context.Context, analytics.Query) (*analytics.Page, error) {
	return nil, analytics.ErrEngine.New()
}
func (None) Stream(context.Context, analytics.Query, func(analytics.Row) error) error {
	return analytics.ErrEngine.New()
}
func (None) Group(context.Context, analytics.Grouping) (*analytics.Groups, error) {
	return nil, analytics.ErrEngine.New()
}
func (None) Profile(context.Context, string) ([]analytics.Profile, error) {
	return nil, analytics.ErrEngine.New()
}
func (None) Compare(context.Context, analytics.Comparison) (*analytics.Difference, error) {
	return nil, analytics.ErrEngine.New()
}
func (None) Features() analytics.Features { return analytics.Features{Engine: "none"} }
func (None) Close() error                 { return nil }

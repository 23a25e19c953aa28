// Package bleve is the embedded search engine: documents are kept in an index of
// Bleve (scorch), with its analysis, dictionaries, postings and crash safety.
//
// It promises what package search promises. Matching is by folded words alone, so
// that every way of writing finds the same set; how a word was written only
// ranks. Queries read postings and columns segment by segment and do not use
// Bleve's query types: there is no analyzer to forget, and facets, filters and
// order cost a few nanoseconds a hit (docs/decisions/0013).
//
// It is no store: everything in it can be made again, and a damaged index is
// recognised (search.ErrBroken), not repaired.
package bleve

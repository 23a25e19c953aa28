// Package search is the contract of full-text search over what is public:
// publications, datasets and agencies.
//
// It promises that every way of writing a word finds the same things (with
// accents, without, composed or decomposed), and that what was written the same
// way comes first; that highlights show the original text; that a document which
// is no longer public is not found. It holds nothing that cannot be made again
// from the read models, and knows no drafts. Engines pass searchtest.
package search

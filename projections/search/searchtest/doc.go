// Package searchtest is what every engine of projections/search passes: relevance
// in Vietnamese as a text file (testdata/relevance.txt), filters, facets, order and
// paging, highlights, suggestions, spelling, and writing.
//
// An engine's own test calls Run. The suite says nothing of speed.
package searchtest

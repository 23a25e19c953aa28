// Package app is the index of the product: every command and every query in one
// struct each, one use case a file. Commands refuse by the rules of the domain and
// are the only way in; queries answer from projections, at any point of the log.
//
// It knows the contracts of the log, of the read models and of the file store, and
// no engine: internal/node puts them together. It does not render and it does not
// speak HTTP.
package app

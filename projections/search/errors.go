package search

import "errors"

var (
	// ErrBroken: the index cannot be read and has to be built anew.
	ErrBroken = errors.New("search: the index is damaged and has to be built anew")
	// ErrClosed: the index is not open any more.
	ErrClosed = errors.New("search: the index is closed")
	// ErrQuery: the query asks for something that there is not.
	ErrQuery = errors.New("search: impossible query")
)

// Limits of a Query.
const (
	DefaultLimit = 20
	MaxLimit     = 1000
	MaxOffset    = 10000
)

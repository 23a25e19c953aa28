// Package stock gives a server of the EventStoreDB protocol to the official Node client,
// as a second opinion beside the Go client of the other tests.
//
// Promises: nothing beyond loopback is reached. Where node or node_modules is missing
// the test is skipped with the command that helps, except under CI=true, where it fails.
//
// It is for tests only and no part of the program.
package stock

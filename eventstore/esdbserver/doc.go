// Package esdbserver serves any eventstore.Log over the gRPC protocol of EventStoreDB
// 24.6, so that its clients, in any language, can read and append.
//
// It promises what those clients rely on: expected revisions, idempotent retries, reads
// and subscriptions without gap or duplicate, deletion and stream metadata applied when
// reading, persistent subscriptions, and refusals with the status and trailers of the
// original. It never removes an event: what a stream hides, the whole log still shows.
//
// It is no cluster node, keeps nothing outside the log, runs no server-side projections,
// and has no HTTP interface.
package esdbserver

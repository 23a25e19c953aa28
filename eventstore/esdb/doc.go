// Package esdb is the log on an EventStoreDB or KurrentDB server or cluster, reached by
// the official client.
//
// It promises the contract of eventstore.Log, less what Features names: a call outlives
// a server that restarts, waiting as long as its context lets it; an append whose outcome
// nobody told is sent again with the same ids until somebody does; a subscription goes on
// behind the last position it delivered, without gap or duplicate, however often it was
// dropped. What the client v4.2.0 gets wrong stays inside: it gives itself up after an
// outage, hides codes, and must not be closed under a running call.
//
// It is no cache and keeps nothing on disk. It neither deletes nor changes metadata of
// streams, and knows no persistent subscriptions.
package esdb

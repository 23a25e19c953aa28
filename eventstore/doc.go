// Package eventstore is what happened: the contract of the append-only log that
// every page, answer and statistic of Minh Bạch is derived from, the codec that
// turns facts into stored events and back, and the repository that runs a
// command against one stream.
//
// It promises that an acknowledged event is durable, that positions are handed
// out in one order that every reader sees, and that nothing once written is
// changed. It knows no aggregate, imports the standard library only, and is not
// a message bus: delivery to the outside world is integration's work.
//
// Engines live in sub-packages (sqlite; esdb for a cluster) and are held to this
// contract by the exported suite in logtest.
package eventstore

// Package logtest holds every engine of the log to the contract of
// eventstore.Log, sentence by sentence.
//
// It promises that two engines that pass can be exchanged. It knows no engine:
// what one cannot do it says in its Features. Durability across crashes is not
// tested here, because only the engine knows how to be killed.
package logtest

import (
	"testing"

	"minhbach/eventstore"
)

// Opener returns an empty log. It may register a cleanup that closes it; Close
// is called more than once then.
type Opener func(t *testing.T) eventstore.Log

// Run runs the whole suite, one fresh log for every test.
func Run(t *testing.T, open Opener) {
	for _, c := range []struct {
		name string
		test func(*testing.T, eventstore.Log)
	}{
		{"append/places", appendPlaces},
		{"append/content", appendContent},
		{"append/recorded time", appendRecorded},
		{"append/visible at once", appendVisible},
		{"append/empty", appendEmpty},
		{"append/input is copied", appendCopies},
		{"append/largest and too large", appendSizes},
		{"append/invalid", appendInvalid},
		{"append/ended context", appendContext},
		{"expected/every case", expectedCases},
		{"expected/refusal writes nothing", expectedRefusal},
		{"repeat/every case", repeatCases},
		{"repeat/loose ids", repeatLoose},
		{"repeat/within and across streams", repeatScope},
		{"repeat/after others have gone on", repeatLater},
		{"stream/both directions", streamDirections},
		{"stream/long", streamLong},
		{"stream/missing", streamMissing},
		{"stream/names", streamNames},
		{"stream/reader owns the slices", streamOwnership},
		{"stream/consumer may stop and append", streamReentrant},
		{"all/both directions", allDirections},
		{"all/empty log", allEmpty},
		{"all/ends at the head when reached", allHead},
		{"all/filters", allFilters},
		{"all/sparse filter", allSparse},
		{"all/ended context", allContext},
		{"head", headMoves},
		{"subscribe/catches up and goes live", subscribeLive},
		{"subscribe/from a position", subscribeFrom},
		{"subscribe/empty log", subscribeEmpty},
		{"subscribe/filter and caught up", subscribeFilter},
		{"subscribe/new type under a filter", subscribeNewType},
		{"subscribe/handler error", subscribeHandlerError},
		{"subscribe/ended context", subscribeContext},
		{"subscribe/slow handler delays nobody", subscribeSlow},
		{"subscribe/handler may append", subscribeReentrant},
		{"concurrent/every position once and in order", concurrentTail},
		{"concurrent/filtered tail", concurrentFiltered},
		{"concurrent/no part of an append", concurrentWhole},
		{"concurrent/one winner", concurrentWinner},
		{"concurrent/same ids", concurrentRepeat},
		{"close/later calls", closeLater},
		{"close/ends subscriptions", closeSubscriptions},
		{"close/during appends", closeDuringAppends},
		{"close/during a reading", closeDuringReading},
		{"features", features},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

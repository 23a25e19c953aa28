package node

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/board"
	"minhbach/domain/dataset"
	"minhbach/domain/disposal"
	"minhbach/domain/notice"
	"minhbach/domain/publication"
	"minhbach/domain/staff"
	"minhbach/domain/subject"
	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/integration/bus"
)

// Events lists every event type of the product, one zero value each.
func Events() []domain.Event {
	return slices.Concat(agency.Events(), board.Events(), staff.Events(), publication.Events(), dataset.Events(), subject.Events(), disposal.Events(), notice.Events(), bus.Events(), eventstore.ClaimEvents(), ledger.KeyEvents(), ledger.RestoredEvents())
}

// Codec knows every event of the product. Without eventstore.WithSealer it reads
// them without their personal fields and cannot write those that have any.
func Codec(options ...eventstore.CodecOption) (*eventstore.Codec, error) {
	var upcasts []eventstore.Upcast
	for _, u := range slices.Concat(agency.Upcasts(), board.Upcasts(), staff.Upcasts(), publication.Upcasts(), dataset.Upcasts(), subject.Upcasts(), disposal.Upcasts(), notice.Upcasts()) {
		upcasts = append(upcasts, eventstore.Upcast(u))
	}
	return eventstore.NewCodec(Events(), upcasts, options...)
}

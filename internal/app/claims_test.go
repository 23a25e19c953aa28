package app

import (
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/publication"
	"minhbach/eventstore"
)

func document(number string) publication.Content {
	return publication.Content{Language: "vi", Title: "Quyết định " + number, Details: publication.Details{
		Document: &publication.Document{Number: number, IssuedOn: day("2026-02-27")},
	}}
}

// A number that was claimed for a draft and never came into it is free again.
func TestNumberClaimedInVainIsFreeAgain(t *testing.T) {
	o := open(t)
	lan := o.hire("lan", domain.Contributor, districtID)
	draft := func(number string) (Receipt, error) {
		return o.DraftPublication(t.Context(), lan, DraftPublication{Agency: districtID, Kind: publication.LegalDocument, Content: document(number)})
	}
	first, err := draft("01/QĐ-UBND")
	o.must(err)
	// As a crash between the claim and the new content leaves it.
	c := numberClaim(districtID, "02/QĐ-UBND", first.ID)
	o.must(o.Claims.Take(t.Context(), eventstore.Envelope{Command: eventstore.NewID(o.Now())}, c.scope, c.key, c.holder))
	_, err = draft("02/QĐ-UBND")
	refused(t, "a moment later", err, ErrNumberTaken)
	o.clock.forward(2 * time.Minute)
	_, err = draft("01/QĐ-UBND")
	refused(t, "the number that the draft has", err, ErrNumberTaken)
	if _, err := draft("02/QĐ-UBND"); err != nil {
		t.Errorf("the number that it has not: %v", err)
	}
	_, err = o.RevisePublication(t.Context(), lan, RevisePublication{ID: first.ID, Content: document("02/QĐ-UBND")})
	refused(t, "once another has it", err, ErrNumberTaken)
}

package app

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"minhbach/domain"
	"minhbach/domain/publication"
)

// Group g belongs to the province (Decree 43/2011 Điều 10.1.g).
func TestGazetteIsTheProvinces(t *testing.T) {
	o := open(t)
	lan := o.hire("lan", domain.Contributor, districtID)
	_, err := o.DraftPublication(t.Context(), lan, DraftPublication{
		Agency: districtID, Kind: publication.GazetteIssue, Content: publication.Content{Title: "Công báo số 1"},
	})
	refused(t, "a district's gazette", err, ErrGazette)
}

// Many people draft the same document and items of one title at once: one document,
// and an address for every item.
func TestDraftsRaceForNames(t *testing.T) {
	o := open(t)
	lan := o.hire("lan", domain.Contributor, districtID)
	const writers = 12
	var documents atomic.Int32
	var mu sync.Mutex
	items := map[string]bool{}
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			_, err := o.DraftPublication(t.Context(), lan, DraftPublication{Agency: districtID, Kind: publication.LegalDocument, Content: document("07/QĐ-UBND")})
			switch {
			case err == nil:
				documents.Add(1)
			case !errors.Is(err, ErrNumberTaken):
				t.Errorf("document %d: %v", i, err)
			}
			r, err := o.DraftPublication(t.Context(), lan, DraftPublication{
				Agency: districtID, Kind: publication.News, Content: publication.Content{Title: "Tin trong ngày"},
			})
			if err != nil {
				t.Errorf("item %d: %v", i, err)
				return
			}
			facts, err := o.Repo.History(t.Context(), publicationPrefix+r.ID)
			if err != nil {
				t.Errorf("item %d: %v", i, err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			slug := facts[0].Payload.(publication.Drafted).Slug
			if items[slug] {
				t.Errorf("two items at %s", slug)
			}
			items[slug] = true
		})
	}
	all.Wait()
	if documents.Load() != 1 {
		t.Errorf("%d documents have the number", documents.Load())
	}
	for _, want := range []string{"tin-trong-ngay", "tin-trong-ngay-2", fmt.Sprintf("tin-trong-ngay-%d", writers)} {
		if !items[want] {
			t.Errorf("no item at %s: %v", want, items)
		}
	}
}

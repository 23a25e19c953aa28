package api

import (
	"strconv"
	"sync"
	"testing"

	"minhbach/opendata/record/recordtest"
)

// Readers of all conventions at once, all of the first state.
func TestConventionsTogether(t *testing.T) {
	_, h := newWorld(t, recordtest.Many(30)...)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for _, at := range []string{"/api/3/action/package_search?rows=30", "/catalog.ttl?page=" + strconv.Itoa(i%3), "/data.json", "/dataset/tram-y-te-" + strconv.Itoa(i) + ".rdf", "/feeds/dataset.atom", "/oai?verb=ListIdentifiers&metadataPrefix=dcat"} {
				if w := call(h, "GET", at, ""); w.Code != 200 {
					t.Errorf("%s: %d", at, w.Code)
				}
			}
		})
	}
	all.Wait()
}

package conformance

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"minhbach/opendata/datapackage"
	"minhbach/opendata/record/recordtest"
)

// The reference reader of version 1 takes the package, and sees the table typed.
func TestDataPackage(t *testing.T) {
	var documents []Document
	for _, r := range recordtest.All() {
		p, ok := datapackage.Of(recordtest.Site(), r)
		if !ok {
			t.Fatal("no description")
		}
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, Document{p.Name, "datapackage", string(text), ""})
	}
	bad := strings.Replace(documents[0].Text, `"name":"data"`, `"name":"Dữ liệu"`, 1)
	documents = append(documents, Document{"a bad name", "datapackage", bad, ""},
		Document{"a bad type", "datapackage", strings.Replace(documents[0].Text, `"type":"integer"`, `"type":"int"`, 1), ""},
		Document{"no resources", "datapackage", `{"name":"x","resources":[]}`, ""})
	results := Check(t, documents...)
	for i, d := range documents {
		r := results[d.Name]
		if good := i < 3; good != (len(r.Faults) == 0) {
			t.Errorf("%s: %+v", d.Name, r.Faults)
		}
	}
	if got, want := results["san-luong-lua"].Statements, []string{"data table remote string integer number boolean date datetime geojson", "original file remote"}; !slices.Equal(got, want) {
		t.Errorf("the reader sees %q, want %q", got, want)
	}
}

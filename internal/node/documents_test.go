package node

import (
	"strings"
	"testing"

	"minhbach/domain/dataset"
	"minhbach/projections/search/text"
	"minhbach/projections/view"
)

func TestPassagesOfADatasetDoNotMixLanguages(t *testing.T) {
	var set view.Dataset
	set.Content.Description.DescriptionEn = "Salinity measured daily."
	set.Content.Release = &dataset.Release{Columns: []dataset.Column{{Name: "ngay", Title: "Ngày đo", TitleEn: "Day"}, {Name: "tram", Title: "Trạm đo", TitleEn: "Station"}}}
	doc := datasetDocument(set)
	units := []text.Unit{{Words: []text.Word{{Folded: "day"}}}, {Words: []text.Word{{Folded: "do"}}}}
	passages := text.NewMarker(units).Passages(3, doc.Body)
	if len(passages) != 2 {
		t.Fatalf("%d passages of %q", len(passages), doc.Body)
	}
	for i, want := range []string{"Ngày đo Trạm đo", "Salinity measured daily. Day Station"} {
		got := ""
		for _, f := range passages[i] {
			got += f.Text
		}
		if strings.Join(strings.Fields(got), " ") != want {
			t.Errorf("passage %q, want %q", got, want)
		}
	}
}

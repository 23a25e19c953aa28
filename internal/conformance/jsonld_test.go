package conformance

import (
	"encoding/json"
	"strings"
	"testing"

	"minhbach/opendata/croissant"
	"minhbach/opendata/record"
	"minhbach/opendata/record/recordtest"
	"minhbach/opendata/schemaorg"
)

func text(t *testing.T, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestCroissantAndDatasetSearch(t *testing.T) {
	s := recordtest.Site()
	const jsonld = "application/ld+json"
	var documents []Document
	missed := map[string][]string{
		"croissant awkward": {"license"}, // of a licence that is in no list
		"vi minimal":        {"temporalCoverage"}, "en minimal": {"temporalCoverage"},
		"vi awkward": {"license"}, "en awkward": {"license"},
	}
	for name, r := range map[string]record.Record{"full": recordtest.Full(), "minimal": recordtest.Minimal(), "awkward": recordtest.Awkward()} {
		c, _ := croissant.Of(s, r)
		documents = append(documents, Document{"croissant " + name, jsonld, text(t, c), Croissant})
		for _, lang := range []string{"vi", "en"} {
			d, _ := schemaorg.Of(s, r, lang)
			documents = append(documents, Document{lang + " " + name, jsonld, text(t, d), DatasetSearch})
		}
	}
	good := len(documents)
	c, _ := croissant.Of(s, recordtest.Full())
	d, _ := schemaorg.Of(s, recordtest.Full(), "vi")
	for name, planted := range map[string][3]string{
		"no format":     {text(t, c), `"conformsTo":"http://mlcommons.org/croissant/1.0",`, Croissant},
		"no data type":  {text(t, c), `"dataType":"sc:Integer",`, Croissant},
		"other creator": {text(t, c), `"@type":"Organization",`, Croissant},
		"no name":       {text(t, d), `"name":"Sản lượng lúa theo huyện",`, DatasetSearch},
		"no address":    {text(t, d), `"contentUrl":`, DatasetSearch},
	} {
		replacement := ""
		if strings.HasSuffix(planted[1], ":") {
			replacement = `"nothing":`
		}
		if !strings.Contains(planted[0], planted[1]) {
			t.Fatalf("%s: the document no longer holds %s", name, planted[1])
		}
		documents = append(documents, Document{name, jsonld, strings.ReplaceAll(planted[0], planted[1], replacement), planted[2]})
	}
	results := Check(t, documents...)
	for i, d := range documents {
		r := results[d.Name]
		if i < good {
			onlyMisses(t, r, missed[d.Name])
			if len(r.Statements) < 20 {
				t.Errorf("%s: only %d statements were read", d.Name, len(r.Statements))
			}
		} else if len(r.Faults) == 0 {
			t.Errorf("%s: nothing was found", d.Name)
		}
	}
}

package conformance

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"minhbach/opendata/dcat"
	"minhbach/opendata/dcat/rdf"
	"minhbach/opendata/record"
	"minhbach/opendata/record/recordtest"
)

func write(t *testing.T, g *rdf.Graph, f dcat.Format) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestDCATAP(t *testing.T) {
	s := recordtest.Site()
	page := func(n int) string { return s.Base + "/catalog.ttl?page=" + strconv.Itoa(n) }
	graphs := map[string]*rdf.Graph{
		"catalogue": dcat.Catalogue(s, dcat.Page{Number: 1, Size: 3, Total: 9, URL: page}, []record.Record{recordtest.Full()}),
		"full":      dcat.Dataset(s, recordtest.Full()),
		"minimal":   dcat.Dataset(s, recordtest.Minimal()),
		"awkward":   dcat.Catalogue(s, dcat.Page{}, recordtest.All()),
	}
	// What the publishers of these left out, and nothing else, is missed.
	missed := map[string][]string{
		"catalogue": nil, "full": nil,
		"minimal": {"temporal"}, // the period that the data speaks of
		"awkward": {"bbox", "centroid", "license", "startDate", "temporal"},
	}
	var documents []Document
	for name, g := range graphs {
		for _, f := range dcat.Formats() {
			rules := DCATAP
			if f.Extension != "ttl" {
				rules = "" // the same triples, which is what is checked of the others
			}
			documents = append(documents, Document{name + "." + f.Extension, f.MediaType, write(t, g, f), rules})
		}
	}
	results := Check(t, documents...)
	for name, g := range graphs {
		for _, f := range dcat.Formats() {
			r := results[name+"."+f.Extension]
			if got, want := r.Statements, results[name+".ttl"].Statements; !slices.Equal(got, want) {
				t.Errorf("%s: another parser reads %d statements, of Turtle %d", r.Name, len(got), len(want))
			}
			if len(r.Statements) != len(g.Triples()) {
				t.Errorf("%s: %d statements were read, %d written", r.Name, len(r.Statements), len(g.Triples()))
			}
			var want []string
			if f.Extension == "ttl" {
				want = missed[name]
			}
			onlyMisses(t, r, want)
		}
	}
}

// onlyMisses fails for every violation, and unless exactly these recommended
// properties are missing.
func onlyMisses(t *testing.T, r Result, want []string) {
	t.Helper()
	var missing []string
	for _, x := range r.Faults {
		if x.Severity != "Warning" {
			t.Errorf("%s: %+v", r.Name, x)
			continue
		}
		missing = append(missing, x.Path[strings.LastIndexAny(x.Path, "#/")+1:])
	}
	slices.Sort(missing)
	if missing = slices.Compact(missing); !slices.Equal(missing, want) {
		t.Errorf("%s: recommended and missing: %v, want %v", r.Name, missing, want)
	}
}

// A validator that finds nothing on a bad document is worse than none: what is
// mandatory is taken away, and what is of the wrong kind put in, once each.
func TestPlantedFaultsAreFound(t *testing.T) {
	s := recordtest.Site()
	good := write(t, dcat.Catalogue(s, dcat.Page{}, []record.Record{recordtest.Full()}), dcat.Formats()[0])
	faults := map[string][2]string{
		"title":           {`dct:title "Sản lượng lúa theo huyện"@vi, "Rice production by district"@en ;`, ``},
		"description":     {`dct:description "Dữ liệu mở của các cơ quan trong tỉnh."@vi ;`, ``},
		"publisher":       {`dct:publisher <https://dulieu.example/api/v1/agencies/0199a1b0-0000-7000-8000-0000000000a0> ;`, ``},
		"accessURL":       {`dcat:accessURL <https://sonn.dulieu.example/du-lieu/san-luong-lua> ;`, ``},
		"endpointURL":     {`dcat:endpointURL <https://dulieu.example/api/v1/datasets/0199a1b0-0000-7000-8000-000000000001> ;`, ``},
		"byteSize":        {`"20480"^^xsd:nonNegativeInteger`, `"20480"^^xsd:decimal`},
		"checksumValue":   {`^^xsd:hexBinary`, ``},
		"modified":        {`"2025-11-03T01:30:00Z"^^xsd:dateTime`, `"03/11/2025"`},
		"mediaType":       {`a dct:MediaType ;`, `a dct:Nothing ;`},
		"primaryTopic":    {`foaf:primaryTopic <https://dulieu.example/dataset/san-luong-lua> ;`, ``},
		"contactPoint":    {`dcat:contactPoint <https://dulieu.example/dataset/san-luong-lua#contact> ;`, `dcat:contactPoint "ông A" ;`},
		"themeTaxonomy":   {`dcat:themeTaxonomy`, `dct:relation`},
		"license":         {`dct:license <https://creativecommons.org/licenses/by/4.0/> ;`, ``},
		"prefLabel":       {`skos:prefLabel "Ổn định"@vi, "Stable"@en`, `skos:altLabel "Stable"@en`},
		"startDate":       {`dcat:startDate "2015-01-01"^^xsd:date ;`, ``},
		"unreadable text": {`dct:title "`, `dct:title """`},
	}
	var documents []Document
	for name, f := range faults {
		if !strings.Contains(good, f[0]) {
			t.Fatalf("%s: the document no longer holds %s", name, f[0])
		}
		documents = append(documents, Document{name, "text/turtle", strings.ReplaceAll(good, f[0], f[1]), DCATAP})
	}
	for name, r := range Check(t, documents...) {
		if !slices.ContainsFunc(r.Faults, func(x Fault) bool { return strings.HasSuffix(x.Path, name) || x.Severity == "Unreadable" }) {
			t.Errorf("%s: nothing was found, only %+v", name, r.Faults)
		}
	}
}

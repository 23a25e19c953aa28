package dataset

import (
	"net/url"
	"strings"

	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Download is one form of the data.
type Download struct {
	Label, Type, URL, SHA256, Name string
	Proof                          string // of the original
	Bytes                          int64
	Original                       bool
}

func downloads(r *site.Request, d view.Dataset) []Download {
	var out []Download
	for _, x := range SiteOf(r, d).Distributions(d) {
		one := Download{Label: x.Label, Type: strings.ToUpper(x.Format), URL: local(r, x.URL), SHA256: x.SHA256, Bytes: x.Bytes, Original: x.Original, Name: x.Name}
		if x.Original {
			one.Proof = reading.ProofOf(r, x.SHA256)
		}
		if r.Lang == i18n.EN {
			one.Label = x.LabelEn
		}
		if !r.AsOf.IsNow() {
			one.URL += "?" + url.Values{"as_of": r.Asked.Query()["as_of"]}.Encode()
		}
		out = append(out, one)
	}
	return out
}

// local leads to the host that the reader is on: every host of the network answers
// the same, and a page as seen from here must not leave.
func local(r *site.Request, address string) string {
	return strings.TrimPrefix(address, Site(r).Base)
}

// Document describes the dataset to other people's software.
type Document struct {
	Label, URL, Type string
	Alternate        bool // named in the head of the page
}

func documents(r *site.Request, d view.Dataset) []Document {
	s := Site(r)
	of := func(label, name, media string) Document {
		return Document{Label: label, URL: local(r, s.Document(d.Slug, name)), Type: media, Alternate: true}
	}
	return []Document{
		of("DCAT (Turtle)", "ttl", "text/turtle"), of("DCAT (RDF/XML)", "rdf", "application/rdf+xml"), of("DCAT (JSON-LD)", "jsonld", "application/ld+json"),
		of("Croissant", "croissant.jsonld", "application/ld+json"), of("Data Package", "datapackage.json", "application/json"),
		of("CSVW", "csv-metadata.json", "application/csvm+json"),
		{Label: "OpenAPI", URL: local(r, s.API(d.ID)) + "/openapi.json", Type: "application/vnd.oai.openapi+json"},
		{Label: i18n.T(r.Lang, "data.api-description"), URL: local(r, s.API(d.ID)), Type: "application/json"},
	}
}

package search

import (
	"bytes"
	"net/http"
	"strconv"

	"minhbach/opendata/opensearch"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/site"
)

// ServeOpenSearch describes this portal's search to browsers.
func ServeOpenSearch(s *site.Site, r *site.Request) error {
	if done, err := reading.Fresh(r); done || err != nil {
		return err
	}
	name := r.Agency.Name(string(r.Lang))
	at := r.Absolute(r.Link("/tim-kiem"))
	var body bytes.Buffer
	err := opensearch.Write(&body, opensearch.Search{
		Name: name, Description: i18n.T(r.Lang, "find.opensearch", name), Contact: r.Agency.Contact.Email, Self: r.Absolute(r.Asked.Path),
		HTML: at + "?q={searchTerms}", Suggest: at + "/goi-y?dang=json&q={searchTerms}", Language: string(r.Lang),
	})
	if err != nil {
		return err
	}
	h := r.W.Header()
	h.Set("Content-Type", opensearch.MediaType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	if r.Method != http.MethodHead {
		_, err = r.W.Write(body.Bytes())
	}
	return err
}

package api

import (
	"context"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"minhbach/internal/app"
	"minhbach/opendata/oaipmh/oaipmhtest"
	"minhbach/opendata/record/recordtest"
	"minhbach/projections/view"
)

// oaiWorld has datasets (one withdrawn) and n publications, one a minute.
func oaiWorld(t testing.TB, datasets, n int) (*world, http.Handler, *[]view.Item) {
	records := recordtest.Many(datasets)
	for i := range records {
		records[i].Dataset.UpdatedAt = testNow.Add(-time.Duration(1000+i) * time.Minute)
		records[i].Dataset.Position = uint64(i + 1)
	}
	if datasets > 1 {
		records[1].Dataset.State = view.Withdrawn
	}
	x, h := newWorld(t, records...)
	x.Queries.Position = func(context.Context) (uint64, error) { return 500, nil }
	items := new([]view.Item)
	for i := range n {
		it := testItem()
		it.ID, it.Position = fmt.Sprintf("0190f3c2-0000-7000-8000-%012d", i), uint64(i+1)
		it.PublishedAt = testNow.Add(-time.Duration(n-i) * time.Minute)
		if it.UpdatedAt = it.PublishedAt; i%10 == 3 {
			it.State = view.Withdrawn
		}
		*items = append(*items, it)
	}
	x.Queries.Items = func(_ context.Context, f view.ItemFilter) (view.Items, error) {
		var all []view.Item
		for _, it := range *items {
			if !f.AsOf.IsNow() && it.Position > f.AsOf.Position || f.Agencies != nil && !slices.Contains(f.Agencies, it.Agency) ||
				f.Kinds != nil && !slices.Contains(f.Kinds, it.Kind) || !slices.Contains(f.States, it.State) || !f.To.IsZero() && !it.PublishedAt.Before(f.To.End()) {
				continue
			}
			all = append(all, it)
		}
		slices.SortFunc(all, func(a, b view.Item) int { return b.UpdatedAt.Compare(a.UpdatedAt) })
		from := 0
		if f.Cursor != "" {
			var err error
			if from, err = strconv.Atoi(f.Cursor); err != nil || from > len(all) {
				return view.Items{}, app.ErrAsOf.New("text", f.Cursor)
			}
		}
		out := view.Items{Total: len(all), Items: all[from:min(from+f.Limit, len(all))]}
		if from+f.Limit < len(all) {
			out.Next = strconv.Itoa(from + f.Limit)
		}
		return out, nil
	}
	x.Queries.Publication = func(ctx context.Context, id string, at view.AsOf) (view.Publication, error) {
		for _, it := range *items {
			if it.ID == id {
				p, err := x.publication(ctx, itemID, at)
				p.Item = it
				return p, err
			}
		}
		return view.Publication{}, app.ErrNotFound.New()
	}
	return x, h, items
}

type oaiAnswer struct {
	Date  string `xml:"responseDate"`
	Error []struct {
		Code string `xml:"code,attr"`
	} `xml:"error"`
	Identify struct {
		Earliest string `xml:"earliestDatestamp"`
		Base     string `xml:"baseURL"`
		Deleted  string `xml:"deletedRecord"`
		Email    string `xml:"adminEmail"`
	}
	Sets    []string    `xml:"ListSets>set>setSpec"`
	Formats []string    `xml:"ListMetadataFormats>metadataFormat>metadataPrefix"`
	Records []oaiRecord `xml:"ListRecords>record"`
	Headers []oaiHeader `xml:"ListIdentifiers>header"`
	One     []oaiRecord `xml:"GetRecord>record"`
	Token   *struct {
		Text   string `xml:",chardata"`
		Size   string `xml:"completeListSize,attr"`
		Cursor string `xml:"cursor,attr"`
	} `xml:"ListRecords>resumptionToken"`
	IDToken *struct {
		Text string `xml:",chardata"`
	} `xml:"ListIdentifiers>resumptionToken"`
}

type oaiHeader struct {
	Status     string   `xml:"status,attr"`
	Identifier string   `xml:"identifier"`
	Datestamp  string   `xml:"datestamp"`
	Sets       []string `xml:"setSpec"`
}

type oaiRecord struct {
	Header   oaiHeader `xml:"header"`
	Metadata *struct {
		Inner string `xml:",innerxml"`
	} `xml:"metadata"`
}

// oai asks and holds the answer against the schema.
func oai(t testing.TB, h http.Handler, query string) oaiAnswer {
	t.Helper()
	return oaiRead(t, call(h, "GET", "/oai?"+query, ""))
}

func oaiRead(t testing.TB, w *httptest.ResponseRecorder) oaiAnswer {
	t.Helper()
	if w.Code != 200 || w.Header().Get("Content-Type") != "text/xml; charset=utf-8" {
		t.Fatalf("%d %v %.300s", w.Code, w.Header(), w.Body)
	}
	if c := oaipmhtest.Complaints(t, w.Body.Bytes()); c != "" {
		t.Errorf("%.2000s\nin %.2000s", c, w.Body)
	}
	var a oaiAnswer
	if err := xml.Unmarshal(w.Body.Bytes(), &a); err != nil {
		t.Fatalf("%v in %.300s", err, w.Body)
	}
	return a
}

func TestOAIIdentifySetsAndFormats(t *testing.T) {
	oaipmhtest.Need(t)
	_, h, items := oaiWorld(t, 3, 5)
	a := oai(t, h, "verb=Identify")
	if a.Identify.Base != "http://example.com/oai" || a.Identify.Deleted != "persistent" || a.Identify.Email == "" || a.Identify.Earliest != "2025-03-03T01:30:00Z" {
		t.Errorf("%+v", a.Identify)
	}
	(*items)[0].PublishedAt = time.Date(2019, 4, 19, 20, 0, 0, 0, time.UTC) // the 20th in Viet Nam
	if a = oai(t, h, "verb=Identify"); a.Identify.Earliest != "2019-04-19T20:00:00Z" {
		t.Errorf("earliest %s", a.Identify.Earliest)
	}
	if a = oai(t, h, "verb=ListSets"); len(a.Sets) != 1+15+3 || !slices.Contains(a.Sets, "agency-"+districtID) || !slices.Contains(a.Sets, "kind-legal_document") {
		t.Errorf("%v", a.Sets)
	}
	if a = oai(t, h, "verb=ListMetadataFormats"); !slices.Equal(a.Formats, []string{"oai_dc", "dcat"}) {
		t.Errorf("%v", a.Formats)
	}
	if a = oai(t, h, "verb=ListMetadataFormats&identifier=oai:soctrang.gov.vn:"+(*items)[0].ID); !slices.Equal(a.Formats, []string{"oai_dc"}) {
		t.Errorf("%v", a.Formats)
	}
}

func TestOAIGetRecord(t *testing.T) {
	oaipmhtest.Need(t)
	x, h, items := oaiWorld(t, 3, 5)
	at := "verb=GetRecord&identifier=oai:soctrang.gov.vn:"
	a := oai(t, h, at+x.records[0].Dataset.ID+"&metadataPrefix=oai_dc")
	if len(a.One) != 1 || a.One[0].Header.Datestamp != "2026-11-22T09:50:00Z" || !strings.Contains(a.One[0].Metadata.Inner, `<dc:title xml:lang="vi">Danh sách trạm y tế</dc:title>`) {
		t.Errorf("%+v", a)
	}
	if a = oai(t, h, at+x.records[0].Dataset.ID+"&metadataPrefix=dcat"); !strings.Contains(a.One[0].Metadata.Inner, "rdf:RDF") || strings.Contains(a.One[0].Metadata.Inner, "<?xml") {
		t.Errorf("%+v", a)
	}
	if a = oai(t, h, at+(*items)[0].ID+"&metadataPrefix=oai_dc"); !strings.Contains(a.One[0].Metadata.Inner, "07/2019/QĐ-UBND") || !strings.Contains(a.One[0].Metadata.Inner, "https://kesach.soctrang.gov.vn/van-ban/07-2019-qd-ubnd") {
		t.Errorf("%+v", a)
	}
	for _, gone := range []string{x.records[1].Dataset.ID, (*items)[3].ID} {
		if a = oai(t, h, at+gone+"&metadataPrefix=oai_dc"); a.One[0].Header.Status != "deleted" || a.One[0].Metadata != nil {
			t.Errorf("%+v", a)
		}
	}
	for query, want := range map[string]string{
		at + (*items)[0].ID + "&metadataPrefix=dcat": "cannotDisseminateFormat", at + (*items)[0].ID + "&metadataPrefix=x": "cannotDisseminateFormat",
		at + "nothing&metadataPrefix=oai_dc": "idDoesNotExist", at + x.records[0].Dataset.Slug + "&metadataPrefix=oai_dc": "idDoesNotExist",
		"verb=GetRecord&identifier=oai:other:" + (*items)[0].ID + "&metadataPrefix=oai_dc": "idDoesNotExist", "verb=ListMetadataFormats&identifier=x": "idDoesNotExist",
		"verb=ListRecords&metadataPrefix=x": "cannotDisseminateFormat", "verb=ListRecords&metadataPrefix=oai_dc&set=x": "noRecordsMatch", "verb=ListRecords&metadataPrefix=oai_dc&set=kind-x": "noRecordsMatch",
		"verb=ListRecords&metadataPrefix=dcat&set=kind-news": "noRecordsMatch", "verb=ListRecords&metadataPrefix=oai_dc&until=2001-01-01": "noRecordsMatch", "verb=Identify&verb=Identify": "badVerb", "": "badVerb",
		"verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc": "badArgument", "verb=Identify&a=%zz": "badArgument", "verb=GetRecord&identifier=%ff&metadataPrefix=oai_dc": "badArgument",
	} {
		if a := oai(t, h, query); len(a.Error) != 1 || a.Error[0].Code != want {
			t.Errorf("%s: %+v, want %s", query, a.Error, want)
		}
	}
}

// harvestAll follows the tokens to the end, as a harvester does.
func harvestAll(t testing.TB, h http.Handler, query string, between func(page int)) (ids map[string]string, pages int) {
	t.Helper()
	ids = map[string]string{}
	for next := query; next != ""; pages++ {
		a := oai(t, h, next)
		if len(a.Error) > 0 || len(a.Records) == 0 {
			t.Fatalf("page %d: %+v", pages, a.Error)
		}
		for _, r := range a.Records {
			if _, twice := ids[r.Header.Identifier]; twice {
				t.Fatalf("%s comes twice", r.Header.Identifier)
			}
			ids[r.Header.Identifier] = r.Header.Status
			if (r.Metadata == nil) != (r.Header.Status == "deleted") {
				t.Errorf("%+v", r)
			}
		}
		next = ""
		if a.Token != nil && strings.TrimSpace(a.Token.Text) != "" {
			next = "verb=ListRecords&resumptionToken=" + url.QueryEscape(strings.TrimSpace(a.Token.Text))
		} else if pages > 0 && a.Token == nil {
			t.Error("a list in pieces ends with an empty token")
		}
		if between != nil {
			between(pages)
		}
	}
	return ids, pages
}

// A harvest in progress sees one state, whatever is published meanwhile.
func TestOAIHarvestIsOneState(t *testing.T) {
	oaipmhtest.Need(t)
	x, h, items := oaiWorld(t, 130, 230)
	position := uint64(500)
	x.Queries.Position = func(context.Context) (uint64, error) { return position, nil }
	ids, pages := harvestAll(t, h, "verb=ListRecords&metadataPrefix=oai_dc", func(page int) {
		it := testItem()
		it.ID, it.Position, it.UpdatedAt, it.PublishedAt = fmt.Sprintf("0190f3c2-0000-7000-9000-%012d", page), uint64(501+page), testNow, testNow
		*items = append(*items, it)
		position++
	})
	deleted := 0
	for _, status := range ids {
		if status == "deleted" {
			deleted++
		}
	}
	if len(ids) != 360 || pages != 4 || deleted != 24 {
		t.Errorf("%d records, %d deleted, %d pages", len(ids), deleted, pages)
	}
	first := oai(t, h, "verb=ListRecords&metadataPrefix=oai_dc")
	if first.Token.Size != "364" || first.Token.Cursor != "0" {
		t.Errorf("%+v", first.Token)
	}
	if ids, _ = harvestAll(t, h, "verb=ListRecords&metadataPrefix=dcat", nil); len(ids) != 130 {
		t.Errorf("%d in dcat", len(ids))
	}
	if ids, _ = harvestAll(t, h, "verb=ListRecords&metadataPrefix=oai_dc&set=kind-dataset", nil); len(ids) != 130 {
		t.Errorf("%d datasets", len(ids))
	}
	if ids, _ = harvestAll(t, h, "verb=ListRecords&metadataPrefix=oai_dc&set=agency-"+provinceID, nil); len(ids) != 65 {
		t.Errorf("%d of the province", len(ids))
	}
}

// Exactly the records between from and until, page by page and without an empty page.
func TestOAISelectiveHarvest(t *testing.T) {
	oaipmhtest.Need(t)
	_, h, items := oaiWorld(t, 2, 305)
	from, until := (*items)[2].UpdatedAt.UTC().Format("2006-01-02T15:04:05Z"), (*items)[201].UpdatedAt.UTC().Format("2006-01-02T15:04:05Z")
	ids, pages := harvestAll(t, h, "verb=ListRecords&metadataPrefix=oai_dc&set=kind-legal_document&from="+from+"&until="+until, nil)
	if len(ids) != 200 || pages != 2 {
		t.Errorf("%d records in %d pages", len(ids), pages)
	}
	a := oai(t, h, "verb=ListIdentifiers&metadataPrefix=oai_dc&from="+until+"&until="+until)
	if len(a.Headers) != 1 || a.IDToken != nil || a.Headers[0].Datestamp != until {
		t.Errorf("%+v", a.Headers)
	}
}

func TestOAIByPOSTAndBrokenTokens(t *testing.T) {
	oaipmhtest.Need(t)
	_, h, _ := oaiWorld(t, 0, 150)
	post := func(kind, body string) oaiAnswer {
		return oaiRead(t, call(h, "POST", "/oai", body, "Content-Type", kind))
	}
	const form = "application/x-www-form-urlencoded"
	a := post(form, "verb=ListRecords&metadataPrefix=oai_dc")
	if len(a.Records) != 100 || a.Token == nil {
		t.Fatalf("%d records", len(a.Records))
	}
	token := strings.TrimSpace(a.Token.Text)
	if b := post(form, "verb=ListRecords&resumptionToken="+token); len(b.Records) != 50 || b.Token == nil || strings.TrimSpace(b.Token.Text) != "" || b.Token.Cursor != "100" {
		t.Errorf("%d records, %+v", len(b.Records), b.Token)
	}
	for body, want := range map[string]string{
		"verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=" + token: "badArgument", "verb=ListRecords&resumptionToken=" + token[:len(token)-2]: "badResumptionToken",
		"verb=ListIdentifiers&resumptionToken=" + token: "badResumptionToken",
	} {
		if a := post(form, body); len(a.Error) != 1 || a.Error[0].Code != want {
			t.Errorf("%s: %+v", body, a.Error)
		}
	}
	if a := post("application/json", "{}"); len(a.Error) != 1 || a.Error[0].Code != "badArgument" {
		t.Errorf("%+v", a.Error)
	}
}

// A token whose place is invented is refused, not followed.
func TestOAIInventedTokens(t *testing.T) {
	_, h, _ := oaiWorld(t, 3, 3)
	for _, json := range []string{`{"v":"ListRecords","m":"oai_dc","p":99999,"k":"d","n":1}`, `{"v":"ListRecords","m":"oai_dc","p":5,"k":"d","c":"-7","n":1}`,
		`{"v":"ListRecords","m":"oai_dc","p":5,"k":"p","c":"x","n":1}`, `{"v":"ListRecords","m":"oai_dc","p":5,"k":"p","c":"3","i":9,"n":1}`} {
		a := oaiRead(t, call(h, "GET", "/oai?verb=ListRecords&resumptionToken="+base64URL(json), ""))
		if len(a.Error) != 1 || a.Error[0].Code != "badResumptionToken" {
			t.Errorf("%s: %+v", json, a)
		}
	}
}

func base64URL(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

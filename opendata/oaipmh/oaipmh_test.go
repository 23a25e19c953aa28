package oaipmh

import (
	"errors"
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/opendata/dublincore"
	"minhbach/opendata/oaipmh/oaipmhtest"
)

func read(t *testing.T, query string) (Request, string) {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Read(values)
	var e *Error
	if errors.As(err, &e) {
		return r, e.Code
	}
	return r, ""
}

// What each verb takes and refuses (sections 3.6 and 4).
func TestArguments(t *testing.T) {
	token := Token{Verb: ListRecords, Prefix: "oai_dc", Position: 7, Part: Datasets, Page: "100", Sent: 100}.String()
	for query, want := range map[string]string{
		"": BadVerb, "verb=": BadVerb, "verb=Nothing": BadVerb, "verb=Identify&verb=Identify": BadVerb, "verb=identify": BadVerb,
		"verb=Identify": "", "verb=Identify&set=x": BadArgument, "verb=ListSets": "", "verb=ListSets&metadataPrefix=oai_dc": BadArgument,
		"verb=ListSets&resumptionToken=x": BadResumptionToken, "verb=ListMetadataFormats": "", "verb=ListMetadataFormats&identifier=oai:a:b": "",
		"verb=GetRecord": BadArgument, "verb=GetRecord&identifier=x": BadArgument, "verb=GetRecord&identifier=x&metadataPrefix=oai_dc": "", "verb=GetRecord&identifier=x&metadataPrefix=oai_dc&from=2024-01-01": BadArgument,
		"verb=ListRecords": BadArgument, "verb=ListRecords&metadataPrefix=oai_dc": "", "verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc": BadArgument,
		"verb=ListRecords&metadataPrefix=": BadArgument, "verb=ListRecords&metadataPrefix=oai_dc&until=": BadArgument,
		"verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-30": BadArgument, "verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-03T00:00:00": BadArgument,
		"verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-03T00:00:00.5Z": BadArgument, "verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-03&until=2024-02-03": "",
		"verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-03&until=2024-02-03T00:00:00Z": BadArgument, "verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-04&until=2024-02-03": BadArgument,
		"verb=ListRecords&resumptionToken=" + token: "", "verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=" + token: BadArgument,
		"verb=ListIdentifiers&resumptionToken=" + token: BadResumptionToken, "verb=ListRecords&resumptionToken=" + token + "A": BadResumptionToken, "verb=ListRecords&resumptionToken=x": BadResumptionToken,
		"verb=ListRecords&metadataPrefix=oai_dc&nothing=1": BadArgument, "verb=ListRecords&metadataPrefix=a+b": BadArgument, "verb=ListRecords&metadataPrefix=oai_dc&set=a+b": BadArgument,
		"verb=ListRecords&metadataPrefix=oai_dc&set=a::b": BadArgument, "verb=ListRecords&metadataPrefix=oai_dc&set=a:b": "", "verb=GetRecord&metadataPrefix=oai_dc&identifier=a+b": BadArgument, "verb=GetRecord&metadataPrefix=oai_dc&identifier=%ff": BadArgument,
	} {
		if _, code := read(t, query); code != want {
			t.Errorf("%s: %q, want %q", query, code, want)
		}
	}
}

func TestDaysReachToTheirLastSecond(t *testing.T) {
	r, _ := read(t, "verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-03&until=2024-02-03")
	for at, want := range map[string]bool{"2024-02-02T23:59:59.9Z": false, "2024-02-03T00:00:00Z": true, "2024-02-03T23:59:59.9Z": true, "2024-02-04T00:00:00Z": false} {
		when, err := time.Parse(time.RFC3339Nano, at)
		if err != nil || r.Within(when) != want {
			t.Errorf("%s: %v", at, !want)
		}
	}
}

// A token brings back the request that it goes on with.
func TestTokensAreTheState(t *testing.T) {
	first, _ := read(t, "verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-01T00:00:00Z&until=2024-12-31T23:59:59Z&set=kind-dataset")
	token := first.Begin(42)
	token.Page, token.Skip, token.Sent = "abc", 3, 100
	r, code := read(t, "verb=ListRecords&resumptionToken="+token.String())
	if code != "" || *r.Token != token || !r.From.Equal(first.From) || !r.Until.Equal(first.Until) || r.Set != first.Set || r.Prefix != first.Prefix {
		t.Errorf("%s %+v", code, r)
	}
	for _, broken := range []Token{{Verb: ListRecords, Position: 0, Part: Datasets, Sent: 1}, {Verb: ListRecords, Position: 1, Part: "x", Sent: 1},
		{Verb: ListRecords, Position: 1, Part: Datasets}, {Verb: ListRecords, Position: 1, Part: Datasets, Sent: 1, Skip: -1}, {Verb: ListRecords, Position: 1, Part: Datasets, Sent: 1, From: 1 << 60}} {
		if _, code := read(t, "verb=ListRecords&resumptionToken="+broken.String()); code != BadResumptionToken {
			t.Errorf("%+v: %q", broken, code)
		}
	}
}

var now = time.Date(2026, 11, 23, 9, 30, 0, 999, time.UTC)

func awkward() []byte {
	bad := "]]> <&\"' \x00\x0b\u2028 \U0001F33E \xff"
	r, _ := Read(url.Values{"verb": {ListRecords}, "metadataPrefix": {"oai_dc"}})
	a := Begin(now, "http://a.example/oai?x=<>", r)
	core := DublinCore(dublincore.Record{Title: []dublincore.Value{{Text: bad, Lang: "vi"}}, Description: dublincore.Text(bad)})
	a.List(ListRecords, []Record{{Header{"oai:a.example:1", now, []string{"kind-news"}, false}, core}, {Header{"oai:a.example:2", now, nil, true}, core}}, 0, 9, &Token{Verb: ListRecords, Sent: 2})
	return a.End()
}

func TestAnswersKeepTheSchema(t *testing.T) {
	oaipmhtest.Need(t)
	oaipmhtest.Valid(t, awkward())
	begin := func(query string) *Answer {
		r, _ := read(t, query)
		return Begin(now, "http://a.example/oai", r)
	}
	a := begin("verb=Identify")
	a.Identify(Repository{Name: "A & B", BaseURL: "http://a.example/oai", Email: "a@a.example", Earliest: now, Host: "a.example", Sample: Identifier("a.example", "x y")})
	oaipmhtest.Valid(t, a.End())
	a = begin("verb=Identify")
	a.Identify(Repository{Name: "A", BaseURL: "http://localhost:8080/oai", Email: "postmaster@localhost", Earliest: now, Host: "localhost"})
	if b := a.End(); strings.Contains(string(b), "oai-identifier") {
		t.Error("a host that is no domain name is not described as one")
	} else {
		oaipmhtest.Valid(t, b)
	}
	a = begin("verb=ListMetadataFormats")
	a.Formats(DC, DCAT)
	oaipmhtest.Valid(t, a.End())
	a = begin("verb=ListSets")
	a.Sets([]Set{{"kind-news", "Tin <tức>"}})
	oaipmhtest.Valid(t, a.End())
	a = begin("verb=Nothing")
	a.Error(&Error{BadVerb, "no"})
	oaipmhtest.Valid(t, a.End())
}

var update = flag.Bool("update", false, "write the golden files")

func TestGolden(t *testing.T) {
	got, path := awkward(), filepath.Join("testdata", "list.xml")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(path); err != nil || string(got) != string(want) {
		t.Errorf("the answer differs (%v); look at it and run with -update:\n%s", err, got)
	}
}

// The schemas are no rubber stamp.
func TestTheSchemaFindsFaults(t *testing.T) {
	oaipmhtest.Need(t)
	good := string(awkward())
	for what, bad := range map[string]string{
		"fractions of seconds":          strings.Replace(good, "09:30:00Z</datestamp>", "09:30:00.5Z</datestamp>", 1),
		"an element that is no element": strings.ReplaceAll(good, "dc:title", "dc:tittle"),
		"a set with a space":            strings.Replace(good, "kind-news", "kind news", 1),
		"a verb of no protocol":         strings.Replace(good, `verb="ListRecords"`, `verb="List"`, 1),
		"metadata before the header":    strings.Replace(good, "<header>", "<metadata/><header>", 1),
		"a negative cursor":             strings.Replace(good, `cursor="0"`, `cursor="-1"`, 1),
	} {
		if bad == good || oaipmhtest.Complaints(t, []byte(bad)) == "" {
			t.Errorf("%s is not found", what)
		}
	}
}

func FuzzArguments(f *testing.F) {
	f.Add("verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-01")
	f.Add("verb=ListRecords&resumptionToken=" + Token{Verb: ListRecords, Position: 7, Part: Datasets, Sent: 1}.String())
	f.Fuzz(func(t *testing.T, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		r, err := Read(values)
		if err == nil {
			if again, code := read(t, values.Encode()); code != "" || again.Verb != r.Verb {
				t.Errorf("%q is read in two ways", query)
			}
			if r.Token != nil && r.Token.String() != values.Get("resumptionToken") {
				t.Errorf("a token that was not given out is taken: %q", query)
			}
		}
		a := Begin(now, "http://a.example/oai", r)
		a.Error(&Error{BadArgument, query})
		if strings.ContainsAny(string(a.End()), "\x00\x0b") {
			t.Errorf("%q breaks the answer", query)
		}
	})
}

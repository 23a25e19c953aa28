package oaipmh

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// MediaType of every answer (section 3.1.2.1).
const MediaType = "text/xml; charset=utf-8"

// Format is a form in which metadata can be had.
type Format struct{ Prefix, Schema, Namespace string }

// The formats. Everything has DC, datasets have DCAT besides.
var (
	DC   = Format{"oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd", "http://www.openarchives.org/OAI/2.0/oai_dc/"}
	DCAT = Format{"dcat", "http://www.openarchives.org/OAI/2.0/rdf.xsd", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
)

// Repository is what Identify tells.
type Repository struct {
	Name     string
	BaseURL  string
	Email    string
	Earliest time.Time
	Host     string // in identifiers
	Sample   string // an identifier
}

// Header of a record.
type Header struct {
	Identifier string
	Changed    time.Time
	Sets       []string
	Deleted    bool
}

// Record is a header with metadata, which is XML without a declaration; none when
// deleted.
type Record struct {
	Header
	Metadata []byte
}

// Set is a part of the repository that can be harvested alone.
type Set struct{ Spec, Name string }

// Answer is being written.
type Answer struct{ b bytes.Buffer }

// Begin starts an answer. A request with badVerb or badArgument is the zero one.
func Begin(now time.Time, base string, r Request) *Answer {
	a := new(Answer)
	a.b.WriteString(xml.Header + `<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"` +
		` xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">` + "\n")
	a.element("responseDate", stamp(now))
	a.b.WriteString("<request")
	if r.Verb != "" {
		a.attribute("verb", r.Verb)
	}
	for _, x := range r.Arguments {
		a.attribute(x[0], x[1])
	}
	a.b.WriteString(">")
	a.text(base)
	a.b.WriteString("</request>\n")
	return a
}

// End is the whole answer.
func (a *Answer) End() []byte {
	a.b.WriteString("</OAI-PMH>\n")
	return a.b.Bytes()
}

// Error writes an error.
func (a *Answer) Error(e *Error) {
	a.b.WriteString("<error")
	a.attribute("code", e.Code)
	a.b.WriteString(">")
	a.text(e.Message)
	a.b.WriteString("</error>\n")
}

func stamp(t time.Time) string { return t.UTC().Format(Granularity) }

func (a *Answer) text(s string) { _ = xml.EscapeText(&a.b, []byte(strings.ToValidUTF8(s, "\uFFFD"))) } // a buffer takes everything

func (a *Answer) attribute(name, value string) {
	a.b.WriteString(" " + name + `="`)
	a.text(value)
	a.b.WriteString(`"`)
}

func (a *Answer) element(name, value string) {
	a.b.WriteString("<" + name + ">")
	a.text(value)
	a.b.WriteString("</" + name + ">\n")
}

// identifying are the host names that the schema of oai-identifier takes.
var identifying = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+$`)

// Identify writes what the repository is.
func (a *Answer) Identify(r Repository) {
	a.b.WriteString("<Identify>\n")
	a.element("repositoryName", r.Name)
	a.element("baseURL", r.BaseURL)
	a.element("protocolVersion", "2.0")
	a.element("adminEmail", r.Email)
	a.element("earliestDatestamp", stamp(r.Earliest))
	a.element("deletedRecord", "persistent")
	a.element("granularity", "YYYY-MM-DDThh:mm:ssZ")
	if identifying.MatchString(r.Host) {
		a.b.WriteString(`<description><oai-identifier xmlns="http://www.openarchives.org/OAI/2.0/oai-identifier"` +
			` xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai-identifier http://www.openarchives.org/OAI/2.0/oai-identifier.xsd">` + "\n")
		a.element("scheme", "oai")
		a.element("repositoryIdentifier", r.Host)
		a.element("delimiter", ":")
		a.element("sampleIdentifier", r.Sample)
		a.b.WriteString("</oai-identifier></description>\n")
	}
	a.b.WriteString("</Identify>\n")
}

// Formats writes ListMetadataFormats.
func (a *Answer) Formats(all ...Format) {
	a.b.WriteString("<ListMetadataFormats>\n")
	for _, f := range all {
		a.b.WriteString("<metadataFormat>\n")
		a.element("metadataPrefix", f.Prefix)
		a.element("schema", f.Schema)
		a.element("metadataNamespace", f.Namespace)
		a.b.WriteString("</metadataFormat>\n")
	}
	a.b.WriteString("</ListMetadataFormats>\n")
}

// Sets writes ListSets.
func (a *Answer) Sets(all []Set) {
	a.b.WriteString("<ListSets>\n")
	for _, s := range all {
		a.b.WriteString("<set>\n")
		a.element("setSpec", s.Spec)
		a.element("setName", s.Name)
		a.b.WriteString("</set>\n")
	}
	a.b.WriteString("</ListSets>\n")
}

// Record writes GetRecord.
func (a *Answer) Record(r Record) {
	a.b.WriteString("<GetRecord>\n")
	a.record(r)
	a.b.WriteString("</GetRecord>\n")
}

// List writes ListRecords or ListIdentifiers. sent is how many records went before;
// next is nil at the end.
func (a *Answer) List(verb string, records []Record, sent, size int, next *Token) {
	a.b.WriteString("<" + verb + ">\n")
	for _, r := range records {
		if verb == ListIdentifiers {
			a.header(r.Header)
		} else {
			a.record(r)
		}
	}
	if next != nil || sent > 0 { // a list in pieces ends with an empty token (section 3.5)
		a.b.WriteString("<resumptionToken")
		if size > 0 {
			a.attribute("completeListSize", strconv.Itoa(size))
		}
		a.attribute("cursor", strconv.Itoa(sent))
		a.b.WriteString(">")
		if next != nil {
			a.text(next.String())
		}
		a.b.WriteString("</resumptionToken>\n")
	}
	a.b.WriteString("</" + verb + ">\n")
}

func (a *Answer) record(r Record) {
	a.b.WriteString("<record>\n")
	a.header(r.Header)
	if !r.Deleted {
		a.b.WriteString("<metadata>\n")
		a.b.Write(r.Metadata)
		a.b.WriteString("\n</metadata>\n")
	}
	a.b.WriteString("</record>\n")
}

func (a *Answer) header(h Header) {
	a.b.WriteString("<header")
	if h.Deleted {
		a.attribute("status", "deleted")
	}
	a.b.WriteString(">\n")
	a.element("identifier", h.Identifier)
	a.element("datestamp", stamp(h.Changed))
	for _, s := range h.Sets {
		a.element("setSpec", s)
	}
	a.b.WriteString("</header>\n")
}

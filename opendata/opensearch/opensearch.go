// Package opensearch writes the OpenSearch 1.1 description of a portal's search, by
// which a browser or another program searches without knowing our pages.
//
// It promises a document within the limits of the specification: names that are too
// long are cut at a word. It does not search.
package opensearch

import (
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"strings"
)

// MediaType of the description.
const MediaType = "application/opensearchdescription+xml"

// Search is what is described. Templates are absolute addresses in which
// {searchTerms} stands for the words, {startPage?} for the page, counted from 1.
type Search struct {
	Name        string // as shown; at most 16 characters are kept for the short name, 48 for the long
	Description string // at most 1,024
	Contact     string // e-mail
	Icon        string // absolute; empty: none
	Self        string // where this description is
	HTML        string // results for people
	Atom        string // results as a feed; empty: none
	Suggest     string // suggestions as application/x-suggestions+json; empty: none
	Language    string // vi or en: the one that the results are in first
}

type description struct {
	XMLName     xml.Name `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName   string   `xml:"ShortName"`
	Description string   `xml:"Description"`
	URLs        []target `xml:"Url"`
	Contact     string   `xml:"Contact,omitempty"`
	LongName    string   `xml:"LongName"`
	Image       *image   `xml:"Image"`
	Query       query    `xml:"Query"`
	Right       string   `xml:"SyndicationRight"`
	Adult       bool     `xml:"AdultContent"`
	Languages   []string `xml:"Language"`
	Output      string   `xml:"OutputEncoding"`
	Input       string   `xml:"InputEncoding"`
}

type target struct {
	Type     string `xml:"type,attr"`
	Rel      string `xml:"rel,attr,omitempty"`
	Method   string `xml:"method,attr,omitempty"`
	Template string `xml:"template,attr"`
}

type image struct {
	Type    string `xml:"type,attr,omitempty"`
	Address string `xml:",chardata"`
}

type query struct {
	Role  string `xml:"role,attr"`
	Terms string `xml:"searchTerms,attr"`
}

// Write writes the description.
func Write(w io.Writer, s Search) error {
	if err := s.Validate(); err != nil {
		return err
	}
	d := description{ShortName: cut(s.Name, 16), LongName: cut(s.Name, 48), Description: cut(s.Description, 1024), Contact: s.Contact,
		Query: query{"example", "dân số"}, Right: "open", Languages: []string{"vi", "en"}, Output: "UTF-8", Input: "UTF-8"}
	if s.Language == "en" {
		d.Languages, d.Query.Terms = []string{"en", "vi"}, "population"
	}
	for _, u := range []target{{"text/html", "", "get", s.HTML}, {"application/atom+xml", "", "", s.Atom},
		{"application/x-suggestions+json", "suggestions", "", s.Suggest}, {MediaType, "self", "", s.Self}} {
		if u.Template != "" {
			d.URLs = append(d.URLs, u)
		}
	}
	if s.Icon != "" {
		d.Image = &image{Address: s.Icon}
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(d); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// Validate tells what is missing.
func (s Search) Validate() error {
	var faults []error
	if strings.TrimSpace(s.Name) == "" || strings.TrimSpace(s.Description) == "" {
		faults = append(faults, errors.New("opensearch: give the search a name and a description"))
	}
	for _, t := range []string{s.HTML, s.Atom, s.Suggest} {
		if t != "" && (!absolute(t) || !strings.Contains(t, "{searchTerms}")) {
			faults = append(faults, errors.New("opensearch: a template is an absolute address with {searchTerms}: "+t))
		}
	}
	if s.HTML == "" {
		faults = append(faults, errors.New("opensearch: say where people search (HTML)"))
	}
	if !absolute(s.Self) {
		faults = append(faults, errors.New("opensearch: say where the description itself is (Self)"))
	}
	return errors.Join(faults...)
}

func absolute(address string) bool {
	u, err := url.Parse(strings.NewReplacer("{", "", "}", "").Replace(address))
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// cut shortens text to n characters, at a word where there is one.
func cut(s string, n int) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	s = string(r[:n])
	if r[n] != ' ' {
		if i := strings.LastIndexByte(s, ' '); i > 0 {
			s = s[:i]
		}
	}
	return strings.TrimSpace(s)
}

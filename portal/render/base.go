package render

import (
	"net/url"
	"strings"
	"time"

	"minhbach/opendata/dublincore"
	"minhbach/portal/i18n"
	"minhbach/portal/qr"
)

// Base is what every page knows. A page's struct embeds it by value; the
// router fills it, the page adds title, breadcrumbs and notices.
type Base struct {
	Lang        i18n.Lang
	Title       string // without the portal's name
	Description string // one plain sentence
	Canonical   string // absolute address of this page in this language
	Origin      string // scheme and host of this portal, for addresses that must be whole
	Alternate   string // address of the same page in the other language; empty: none
	Root        string // what comes before every address here: "", "/en", "/cq/ke-sach", "/en/cq/ke-sach"
	Path        string // this page's path and query, to come back to
	NoIndex     bool   // staff pages, search results, pages as of an instant

	Portal      Portal
	Nav         []Link
	Breadcrumbs []Link
	Query       string // what the search box shows
	Notices     []Notice
	AsOf        *AsOf
	When        *When
	Preference  Preference
	Staff       *Staff
	CSRF        string
	DublinCore  []dublincore.Meta
	Feeds       []Feed
	Print       *Print
	Wide        bool // tables and work lists; text pages stay narrow enough to read
}

func (b Base) base() Base { return b }

// Link builds an address below this portal and language.
func (b Base) Link(path string) string { return b.Root + path }

// Home is the portal's first page.
func (b Base) Home() string {
	if b.Root == "" {
		return "/"
	}
	return b.Root
}

// PreferenceURL opens the display settings and comes back here.
func (b Base) PreferenceURL() string {
	return b.Link(PreferencePath) + "?" + url.Values{"next": {b.Path}}.Encode()
}

// Portal is the agency that speaks on this page, and the facts about
// responsibility that every page must show.
type Portal struct {
	Name    string // the agency
	Parent  string // the agency above it, if any
	Person  string // who is responsible
	Address string
	Phone   string
	Email   string
	SignIn  string // address of the staff sign-in; empty hides it
	Links   []Link // further links of the footer: accessibility, terms, site map
}

// Tel is the telephone number as a tel: address.
func (p Portal) Tel() string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, p.Phone)
}

// Link is a labelled address. In navigation and tabs, Current marks where the
// reader is; a breadcrumb without address is the page itself.
type Link struct {
	Label   string
	URL     string
	Current bool
}

// Feed is a feed that follows this page.
type Feed struct {
	Title string
	URL   string
	Type  string // application/atom+xml or application/rss+xml
}

// AsOf tells that the page shows a moment of the past.
type AsOf struct {
	At         time.Time
	Position   uint64 // position in the log; 0 hides it
	CurrentURL string
}

// When asks for this page as it stood on another day. Keep holds the page's other
// parameters.
type When struct {
	Action string
	Value  string // the day chosen, yyyy-mm-dd
	Max    string // today
	Error  string
	Keep   []Hidden
}

// Hidden is a parameter that a form carries along.
type Hidden struct{ Name, Value string }

// Staff is the signed-in member of staff.
type Staff struct {
	Name        string
	Agency      string
	WorkListURL string
	Open        int // tasks waiting; 0 hides the number
	SignOutURL  string
}

// Print is what a printed page must carry to be checked later.
type Print struct {
	Agency    string
	Version   string
	Published time.Time
	Made      time.Time // of the page itself, where it has no date of its own
	Address   string
	Hash      string // lower-case hexadecimal SHA-256 of the content
	Proof     string // whole address of its proof
	QR        qr.Code
}

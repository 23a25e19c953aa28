package oaipmh

import (
	"net/url"
	"regexp"
	"slices"
	"time"
	"unicode/utf8"
)

// Verbs of the protocol.
const (
	GetRecord           = "GetRecord"
	Identify            = "Identify"
	ListIdentifiers     = "ListIdentifiers"
	ListMetadataFormats = "ListMetadataFormats"
	ListRecords         = "ListRecords"
	ListSets            = "ListSets"
)

// Request that was read. From and Until are closed bounds, in seconds; zero is open.
type Request struct {
	Verb       string
	Identifier string
	Prefix     string
	From       time.Time
	Until      time.Time
	Set        string
	Token      *Token      // of a list that goes on; the other fields are then those of its beginning
	Arguments  [][2]string // as they came, in the order of the protocol, for the answer to repeat
}

// Error of the protocol: it is answered with status 200.
type Error struct{ Code, Message string }

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// Codes of errors (section 3.6).
const (
	BadArgument             = "badArgument"
	BadResumptionToken      = "badResumptionToken"
	BadVerb                 = "badVerb"
	CannotDisseminateFormat = "cannotDisseminateFormat"
	IDDoesNotExist          = "idDoesNotExist"
	NoRecordsMatch          = "noRecordsMatch"
)

// order of arguments in answers.
var order = []string{"identifier", "metadataPrefix", "from", "until", "set", "resumptionToken"}

// rules says which arguments each verb takes: r must be there, o may be.
var rules = map[string]map[string]byte{
	GetRecord:           {"identifier": 'r', "metadataPrefix": 'r'},
	Identify:            {},
	ListIdentifiers:     {"metadataPrefix": 'r', "from": 'o', "until": 'o', "set": 'o', "resumptionToken": 'o'},
	ListMetadataFormats: {"identifier": 'o'},
	ListRecords:         {"metadataPrefix": 'r', "from": 'o', "until": 'o', "set": 'o', "resumptionToken": 'o'},
	ListSets:            {"resumptionToken": 'o'},
}

// forms of arguments that an answer repeats (section 4 and the schema of answers).
var forms = map[string]*regexp.Regexp{
	"identifier":     regexp.MustCompile(`^[^\x00-\x20\x7f<>"{}|\\^]+$`),
	"metadataPrefix": regexp.MustCompile(`^[A-Za-z0-9\-_.!~*'()]+$`),
	"set":            regexp.MustCompile(`^[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*$`),
}

// longest argument that is looked at.
const longest = 2000

// Read reads the arguments of a request. With an error the request says what may be
// repeated in the answer: nothing after badVerb and badArgument (section 3.2).
func Read(values url.Values) (Request, error) {
	verb := values["verb"]
	if len(verb) != 1 {
		return Request{}, &Error{BadVerb, "There must be exactly one argument verb."}
	}
	rule, ok := rules[verb[0]]
	if !ok {
		return Request{}, &Error{BadVerb, "The verbs are GetRecord, Identify, ListIdentifiers, ListMetadataFormats, ListRecords and ListSets."}
	}
	r := Request{Verb: verb[0]}
	for name, all := range values {
		if name == "verb" {
			continue
		}
		switch {
		case rule[name] == 0:
			return Request{}, &Error{BadArgument, verb[0] + " takes no argument of that name: " + printable(name)}
		case len(all) != 1:
			return Request{}, &Error{BadArgument, "An argument is there more than once: " + name}
		case all[0] == "" || len(all[0]) > longest || !utf8.ValidString(all[0]):
			return Request{}, &Error{BadArgument, "The value of an argument is empty, too long or not UTF-8: " + name}
		}
	}
	if token := values.Get("resumptionToken"); token != "" {
		if len(values) != 2 { // it is exclusive (section 3.5)
			return Request{}, &Error{BadArgument, "With resumptionToken there may be no other argument than verb."}
		}
		r.Arguments = [][2]string{{"resumptionToken", token}}
		return resume(r, token)
	}
	for name, form := range forms {
		if v := values.Get(name); v != "" && !form.MatchString(v) {
			return Request{}, &Error{BadArgument, "The value of an argument is not of its form: " + name}
		}
	}
	for _, name := range order {
		if rule[name] == 'r' && values.Get(name) == "" {
			return Request{}, &Error{BadArgument, "An argument is missing: " + name}
		}
		if v := values.Get(name); v != "" {
			r.Arguments = append(r.Arguments, [2]string{name, v})
		}
	}
	r.Identifier, r.Prefix, r.Set = values.Get("identifier"), values.Get("metadataPrefix"), values.Get("set")
	if err := r.span(values.Get("from"), values.Get("until")); err != nil {
		return Request{}, err
	}
	return r, nil
}

func printable(s string) string {
	if len(s) > 60 || !utf8.ValidString(s) {
		return "…"
	}
	return s
}

// Granularity of datestamps, and the coarser one that every repository takes.
const (
	Granularity = "2006-01-02T15:04:05Z"
	dayOnly     = "2006-01-02"
)

// span reads from and until: both days or both seconds; a day as until is its last
// second (section 2.7.1).
func (r *Request) span(from, until string) error {
	var written []string
	read := func(s string) (time.Time, bool) {
		for _, form := range []string{Granularity, dayOnly} {
			// Go reads fractions that the form does not have.
			if t, err := time.Parse(form, s); err == nil && t.Format(form) == s {
				written = append(written, form)
				return t, true
			}
		}
		return time.Time{}, false
	}
	ok := true
	if from != "" {
		r.From, ok = read(from)
	}
	if until != "" && ok {
		if r.Until, ok = read(until); ok && written[len(written)-1] == dayOnly {
			r.Until = r.Until.Add(24*time.Hour - time.Second)
		}
	}
	switch {
	case !ok:
		return &Error{BadArgument, "Dates are written YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ."}
	case len(slices.Compact(written)) > 1:
		return &Error{BadArgument, "from and until must be of the same granularity."}
	case from != "" && until != "" && r.From.After(r.Until):
		return &Error{BadArgument, "from must not be later than until."}
	}
	return nil
}

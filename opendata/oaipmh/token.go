package oaipmh

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"time"
)

// Token is the state of a harvest. Nothing about it is kept: it can be used at any
// node, at any time, and again.
type Token struct {
	Verb     string `json:"v"`
	Prefix   string `json:"m"`
	Set      string `json:"s,omitempty"`
	From     int64  `json:"f,omitempty"` // seconds since 1970
	Until    int64  `json:"u,omitempty"`
	Position uint64 `json:"p"` // of the log: the state that the harvest sees
	Part     string `json:"k"` // which of the lists
	Page     string `json:"c,omitempty"`
	Skip     int    `json:"i,omitempty"` // entries of that page which were sent
	Sent     int    `json:"n"`           // records sent before
	Size     int    `json:"z,omitempty"` // of the whole list; 0: not known
}

// String is the token as harvesters carry it.
func (t Token) String() string {
	b, err := json.Marshal(t)
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

var errToken = &Error{BadResumptionToken, "This token was not given out for this verb; begin the harvest again."}

// resume reads a token into the request that it goes on with.
func resume(r Request, text string) (Request, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return r, errToken
	}
	var t Token
	if json.Unmarshal(b, &t) != nil || t.String() != text || t.Verb != r.Verb || r.Verb == ListSets {
		return r, errToken
	}
	if !slices.Contains([]string{Datasets, Publications}, t.Part) || t.Position == 0 || t.Skip < 0 || t.Sent <= 0 || t.Size < 0 ||
		t.Sent > 1<<40 || !within(t.From) || !within(t.Until) {
		return r, errToken
	}
	r.Token, r.Prefix, r.Set = &t, t.Prefix, t.Set
	if t.From != 0 {
		r.From = time.Unix(t.From, 0).UTC()
	}
	if t.Until != 0 {
		r.Until = time.Unix(t.Until, 0).UTC()
	}
	return r, nil
}

// within tells whether seconds since 1970 are a date that can be written.
func within(seconds int64) bool { return seconds > -62135596800 && seconds < 253402300800 }

// The lists that a harvest goes through, one after the other.
const (
	Datasets     = "d"
	Publications = "p"
)

// Begin is the token of a list at its beginning.
func (r Request) Begin(position uint64) Token {
	t := Token{Verb: r.Verb, Prefix: r.Prefix, Set: r.Set, Position: position, Part: Datasets}
	if !r.From.IsZero() {
		t.From = r.From.Unix()
	}
	if !r.Until.IsZero() {
		t.Until = r.Until.Unix()
	}
	return t
}

// Within tells whether a change lies between from and until, in whole seconds as
// datestamps are.
func (r Request) Within(changed time.Time) bool {
	changed = changed.Truncate(time.Second)
	return (r.From.IsZero() || !changed.Before(r.From)) && (r.Until.IsZero() || !changed.After(r.Until))
}

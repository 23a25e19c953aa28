// Package dublincore holds the metadata that Circular 24/2011/TT-BTTTT Điều 4
// asks of every item: the fifteen Dublin Core elements, six of them mandatory.
//
// Promises: Validate names every mandatory element that is missing, each with a
// stable code; Metas and JSON say the same in the same order, so that what a
// page shows, what an API answers and what an archive keeps cannot differ.
//
// It does not decide where the values come from; that is the mapping of each
// kind of publication.
package dublincore

import (
	"strings"
	"time"
)

// Value is one value of an element. Refinement names the sub-element (issued,
// modified, valid…), Scheme how the text is encoded (W3CDTF, URI, IMT…).
type Value struct {
	Text       string `json:"text"`
	Refinement string `json:"refinement,omitempty"`
	Scheme     string `json:"scheme,omitempty"`
	Lang       string `json:"lang,omitempty"`
}

// Record is the metadata of one item. Every element may be repeated.
type Record struct {
	Title       []Value `json:"title"`
	Creator     []Value `json:"creator"`
	Date        []Value `json:"date"`
	Description []Value `json:"description"`
	Publisher   []Value `json:"publisher"`
	Identifier  []Value `json:"identifier"`

	Language    []Value `json:"language,omitempty"`
	Source      []Value `json:"source,omitempty"`
	Contributor []Value `json:"contributor,omitempty"`
	Subject     []Value `json:"subject,omitempty"`

	Coverage []Value `json:"coverage,omitempty"`
	Type     []Value `json:"type,omitempty"`
	Format   []Value `json:"format,omitempty"`
	Relation []Value `json:"relation,omitempty"`
	Rights   []Value `json:"rights,omitempty"`
}

// Text makes values of plain texts; empty ones are left out.
func Text(texts ...string) []Value {
	var out []Value
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			out = append(out, Value{Text: t})
		}
	}
	return out
}

// Day is a date (ISO 8601, yyyy-mm-dd in Viet Nam time) under a refinement such
// as "issued" or "modified"; the zero time gives nothing.
func Day(refinement string, at time.Time) []Value {
	if at.IsZero() {
		return nil
	}
	text := at.In(time.FixedZone("+07", 7*60*60)).Format(time.DateOnly)
	return []Value{{Text: text, Refinement: refinement, Scheme: "W3CDTF"}}
}

// URI is a value that is an address.
func URI(refinement, address string) []Value {
	if address == "" {
		return nil
	}
	return []Value{{Text: address, Refinement: refinement, Scheme: "URI"}}
}

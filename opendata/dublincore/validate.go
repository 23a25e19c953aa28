package dublincore

import (
	"fmt"
	"strings"
)

// Fault is one thing wrong with a record. Code is stable: dc_title_missing,
// dc_date_format and so on.
type Fault struct {
	Code    string `json:"code"`
	Element string `json:"element"`
	Message string `json:"message"`
}

// Error is a record that cannot be published as it is.
type Error struct{ Faults []Fault }

func (e *Error) Error() string {
	parts := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		parts[i] = f.Message
	}
	return "dublincore: " + strings.Join(parts, "; ")
}

// Validate returns an *Error naming every mandatory element without a value and
// every date that is not ISO 8601, or nil.
func (r Record) Validate() error {
	var faults []Fault
	for _, e := range Elements {
		filled := false
		for _, v := range e.values(&r) {
			filled = filled || strings.TrimSpace(v.Text) != ""
			if e.Name == "date" && v.Text != "" && !isoDate(v.Text) {
				faults = append(faults, Fault{"dc_date_format", e.Name,
					fmt.Sprintf("%q is not an ISO 8601 date: write yyyy-mm-dd", v.Text)})
			}
		}
		if e.Status == Mandatory && !filled {
			faults = append(faults, Fault{"dc_" + e.Name + "_missing", e.Name,
				fmt.Sprintf("%s (%s) is missing: Circular 24/2011/TT-BTTTT Điều 4 makes it mandatory", e.Name, e.VI)})
		}
	}
	if faults == nil {
		return nil
	}
	return &Error{Faults: faults}
}

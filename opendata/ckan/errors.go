package ckan

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Error is a refusal as CKAN's clients know it: they look at Type.
type Error struct {
	Type    string // __type
	Status  int
	Message string              // of all but validation errors; no colon: clients cut there
	Fields  map[string][]string // of validation errors
}

func (e *Error) Error() string {
	if len(e.Fields) == 0 {
		return e.Type + ": " + e.Message
	}
	var all []string
	for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
		all = append(all, name+": "+strings.Join(e.Fields[name], "; "))
	}
	return e.Type + ": " + strings.Join(all, "; ")
}

// MarshalJSON writes what stands under "error".
func (e *Error) MarshalJSON() ([]byte, error) {
	out := map[string]any{"__type": e.Type}
	for name, messages := range e.Fields {
		out[name] = messages
	}
	if len(e.Fields) == 0 {
		out["message"] = e.Message
	}
	return json.Marshal(out)
}

// Invalid: a parameter is missing or cannot be used.
func Invalid(field, message string) *Error {
	return &Error{Type: "Validation Error", Status: http.StatusConflict, Fields: map[string][]string{field: {message}}}
}

// Missing: a mandatory parameter.
func Missing(field string) *Error { return Invalid(field, "Missing value") }

// NotFound: there is no such thing, or it is not public.
func NotFound(message string) *Error {
	return &Error{Type: "Not Found Error", Status: http.StatusNotFound, Message: message}
}

// Denied: not by this way.
func Denied(message string) *Error {
	return &Error{Type: "Authorization Error", Status: http.StatusForbidden, Message: message}
}

// BadQuery: q, fq or sort cannot be read.
func BadQuery(message string) *Error {
	return &Error{Type: "Search Query Error", Status: http.StatusBadRequest, Message: "Search Query is invalid; " + message}
}

// BadSearch: it can be read and not be answered.
func BadSearch(message string) *Error {
	return &Error{Type: "Search Error", Status: http.StatusConflict, Message: message}
}

// Answer is the envelope of a result.
type Answer struct {
	Help    string `json:"help"`
	Success bool   `json:"success"`
	Result  any    `json:"result"`
}

// Refusal is the envelope of an error.
type Refusal struct {
	Help    string `json:"help"`
	Success bool   `json:"success"`
	Error   *Error `json:"error"`
}

package testkit

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// API is a program that calls the API.
type API struct {
	node  *Node
	token string // empty: an anonymous reader
}

// API is for anonymous readers.
func (n *Node) API() *API { return &API{node: n} }

// Answer of the API.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	node   *Node
}

// Do sends a request; header is pairs of names and values. A body that is no text
// or bytes is sent as JSON.
func (a *API) Do(method, path string, body any, header ...string) *Answer {
	n := a.node
	n.T.Helper()
	var in io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		in = strings.NewReader(b)
	case []byte:
		in = bytes.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		n.must(err)
		in = bytes.NewReader(raw)
	}
	req, err := http.NewRequest(method, n.URL+path, in)
	n.must(err)
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if a.token != "" {
		req.Header.Set("Authorization", "Bearer "+a.token)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	n.must(err)
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	n.must(err)
	return &Answer{Status: res.StatusCode, Header: res.Header, Body: raw, node: n}
}

// Get reads.
func (a *API) Get(path string, header ...string) *Answer {
	a.node.T.Helper()
	return a.Do(http.MethodGet, path, nil, header...)
}

// Want fails the test unless the status is this one.
func (r *Answer) Want(status int) *Answer {
	r.node.T.Helper()
	if r.Status != status {
		r.node.T.Fatalf("status %d, want %d: %s", r.Status, status, r.Body)
	}
	return r
}

// Into decodes the JSON of the answer.
func (r *Answer) Into(v any) {
	r.node.T.Helper()
	if err := json.Unmarshal(r.Body, v); err != nil {
		r.node.T.Fatalf("%v: %s", err, r.Body)
	}
}

// Object is the answer as a JSON object.
func (r *Answer) Object() map[string]any {
	r.node.T.Helper()
	out := map[string]any{}
	r.Into(&out)
	return out
}

// Code is the stable code of a problem; empty when there is none.
func (r *Answer) Code() string {
	var problem struct {
		Code string `json:"code"`
	}
	_ = json.Unmarshal(r.Body, &problem)
	return problem.Code
}

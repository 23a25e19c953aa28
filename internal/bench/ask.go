package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// rowsPage is what this package reads of an answer with rows or groups.
type rowsPage struct {
	Total int64             `json:"total"`
	Rows  []json.RawMessage `json:"rows"`
	Next  string            `json:"next"`
}

func (p published) rows(query string) string   { return "api/v1/datasets/" + p.id + "/rows?" + query }
func (p published) groups(query string) string { return "api/v1/datasets/" + p.id + "/groups?" + query }

// programs ask uncompressed, as curl does; connections are kept.
var programs = &http.Client{
	Timeout:   5 * time.Minute,
	Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 64, Proxy: nil},
}

// get reads a JSON answer.
func (o *office) get(ctx context.Context, path string, into any) error {
	raw, err := o.fetch(ctx, path)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
}

// fetch reads the whole answer; anything but 200 is an error.
func (o *office) fetch(ctx context.Context, path string, header ...string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, o.url+path, nil)
	if err != nil {
		return nil, err
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := programs.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %d: %.300s", path, res.StatusCode, raw)
	}
	return raw, err
}

// timed asks and notes how long the whole answer took to arrive.
func (o *office) timed(ctx context.Context, path string, t *timings) (page rowsPage, err error) {
	begun := time.Now()
	raw, err := o.fetch(ctx, path)
	t.since(begun)
	if err != nil {
		return page, err
	}
	return page, json.Unmarshal(raw, &page)
}

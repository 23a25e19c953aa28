package verify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"minhbach/eventstore/ledger"
)

// NewClient is a client for sites of logs: at most three redirects, none to another
// host, 30 seconds an answer.
func NewClient() *http.Client {
	return &http.Client{Timeout: 30 * time.Second, CheckRedirect: func(req *http.Request, via []*http.Request) error {
		switch {
		case len(via) > 3:
			return errors.New("more than three redirects")
		case req.URL.Host != via[0].URL.Host:
			return fmt.Errorf("it points at another host, %s; give that address if you trust it", req.URL.Host)
		case via[0].URL.Scheme == "https" && req.URL.Scheme != "https":
			return errors.New("it points from https to http")
		}
		return nil
	}}
}

// site is a ledger at an address.
type site struct {
	base   *url.URL
	client *http.Client
}

func openSite(ctx context.Context, where string, client *http.Client) (Source, error) {
	base, err := url.Parse(where)
	if err != nil || base.Host == "" {
		return nil, fmt.Errorf("%w: %q is no address", ErrNoLog, where)
	}
	if client == nil {
		client = NewClient()
	}
	base.RawQuery, base.Fragment = "", ""
	s := &site{base: base, client: client}
	_, err = s.ReadFile(ctx, ledger.CheckpointPath)
	if errors.Is(err, fs.ErrNotExist) {
		s.base = base.JoinPath("log")
		_, err = s.ReadFile(ctx, ledger.CheckpointPath)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: neither %s/checkpoint nor %s/log/checkpoint answers", ErrNoLog, where, where)
	}
	return s, err
}

func (s *site) String() string { return s.base.String() }
func (s *site) Close() error   { s.client.CloseIdleConnections(); return nil }

func (s *site) ReadFile(ctx context.Context, name string) ([]byte, error) {
	f, err := s.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readBounded(f, name)
}

// patience is how often a busy site is asked, and the longest wait between.
const (
	patience = 6
	longest  = 30 * time.Second
)

func (s *site) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	for attempt := 1; ; attempt++ {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base.JoinPath(name).String(), nil)
		if err != nil {
			return nil, err
		}
		resp, err := s.client.Do(req)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode == http.StatusOK {
			return resp.Body, nil
		}
		resp.Body.Close()
		busy := resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusServiceUnavailable
		switch {
		case resp.StatusCode == http.StatusNotFound || resp.StatusCode == http.StatusGone:
			return nil, &fs.PathError{Op: "get", Path: req.URL.String(), Err: fs.ErrNotExist}
		case !busy || attempt == patience:
			return nil, fmt.Errorf("verify: %s answered %s", req.URL, resp.Status)
		}
		seconds, err := strconv.Atoi(resp.Header.Get("Retry-After"))
		if err != nil || seconds < 1 {
			seconds = attempt
		}
		if err := pause(ctx, min(time.Duration(seconds)*time.Second, longest)); err != nil {
			return nil, err
		}
	}
}

func (s *site) Files(context.Context, string) ([]string, error) { return nil, errors.ErrUnsupported }

// pause between two questions; a test need not wait.
var pause = func(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

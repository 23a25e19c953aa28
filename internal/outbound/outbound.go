// Package outbound is the one way in which this program calls other machines.
//
// It promises that an address is checked when it is dialled, after its name was
// resolved, so that no name and no redirect leads to this machine or its network
// unless that was allowed; that there are at most three redirects; and that an
// answer ends in time. How much of an answer is read is the caller's limit.
package outbound

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

const (
	maxRedirects = 3
	wholeRequest = 30 * time.Second
)

// ErrAddress: the address is not one that may be called.
var ErrAddress = errors.New("outbound: this address is not called from here")

// Options of a client.
type Options struct {
	// Private allows addresses of this machine and its network: for peers that the
	// operator named in a file, never for addresses that readers give.
	Private bool
}

// Client makes an HTTP client with the limits of this package.
func Client(o Options) *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		return o.check(address)
	}}
	return &http.Client{
		Timeout: wholeRequest,
		Transport: &http.Transport{
			Proxy: nil, // a proxy would resolve names where they cannot be checked
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				return dialer.DialContext(ctx, network, address)
			},
			TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: 20 * time.Second, IdleConnTimeout: time.Minute,
			MaxIdleConns: 16, MaxResponseHeaderBytes: 64 << 10, ForceAttemptHTTP2: true,
		},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			switch {
			case len(via) > maxRedirects:
				return fmt.Errorf("outbound: more than %d redirects", maxRedirects)
			case r.URL.Scheme != "https" && (r.URL.Scheme != "http" || via[0].URL.Scheme == "https"):
				return fmt.Errorf("%w: redirect to %s", ErrAddress, r.URL.Scheme)
			}
			return nil
		},
	}
}

func (o Options) check(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s", ErrAddress, address)
	}
	if ip := at.Addr().Unmap(); !o.Private && !public(ip) {
		return fmt.Errorf("%w: %s is not a public address", ErrAddress, ip)
	}
	return nil
}

// closed are the ranges beyond those that net/netip names (RFC 6890).
var closed = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("100::/64"),
}

func public(ip netip.Addr) bool {
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for _, p := range closed {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

// Package qr draws the QR code of a page address as SVG, so that a printed page
// leads back to the living one.
//
// Promises: the drawing is one path of squares with the quiet zone of four
// modules that ISO/IEC 18004 asks for, black on white in every theme, without
// style or script. Only http and https addresses are drawn: nothing else has a
// reason to be scanned from a government page.
package qr

import (
	"errors"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"

	"rsc.io/qr"
)

const quiet = 4

// MaxLength bounds the address: longer ones give squares too small to scan from
// paper.
const MaxLength = 400

// Code is a drawn QR code for a template: <svg viewBox="0 0 Size Size"> with
// one <path d="Path">.
type Code struct {
	Address string
	Size    int
	Path    string
}

// Zero reports whether there is nothing to draw.
func (c Code) Zero() bool { return c.Size == 0 }

// New draws address with error correction M (15 %), which survives a fold and a
// poor printer.
func New(address string) (Code, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return Code{}, fmt.Errorf("qr: %q is not a web address: give a full http or https address", address)
	}
	if len(address) > MaxLength {
		return Code{}, fmt.Errorf("qr: the address has %d bytes, at most %d can be scanned from paper: use a shorter address", len(address), MaxLength)
	}
	return draw(address)
}

// NewKey draws the otpauth address of an authenticator's key, for the screen of the
// person who enrols it and nobody else.
func NewKey(uri string) (Code, error) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "otpauth" || len(uri) > MaxLength {
		return Code{}, errors.New("qr: not the address of an authenticator's key")
	}
	return draw(uri)
}

func draw(address string) (Code, error) {
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		return Code{}, fmt.Errorf("qr: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; {
			run := 0
			for code.Black(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
			}
			x += max(run, 1)
		}
	}
	return Code{Address: address, Size: code.Size + 2*quiet, Path: path.String()}, nil
}

// SVG is the code as a file of its own, served as image/svg+xml.
func (c Code) SVG() []byte {
	size := strconv.Itoa(c.Size)
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ` + size + ` ` + size +
		`" role="img" shape-rendering="crispEdges"><title>` + html.EscapeString(c.Address) +
		`</title><path fill="#fff" d="M0 0h` + size + `v` + size + `H0z"/><path fill="#000" d="` + c.Path + `"/></svg>` + "\n")
}

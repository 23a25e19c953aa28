package reading

import (
	"sync"

	"minhbach/portal/qr"
)

// codes keeps drawn QR codes: the same addresses are asked for again and again.
var codes = struct {
	sync.Mutex
	by map[string]qr.Code
}{by: map[string]qr.Code{}}

const keptCodes = 512

// Code is the QR code of an address; the zero code, which shows nothing, where the
// address is too long to be scanned.
func Code(address string) qr.Code {
	codes.Lock()
	c, ok := codes.by[address]
	codes.Unlock()
	if ok {
		return c
	}
	c, err := qr.New(address)
	if err != nil {
		return qr.Code{}
	}
	codes.Lock()
	defer codes.Unlock()
	if len(codes.by) >= keptCodes {
		clear(codes.by)
	}
	codes.by[address] = c
	return c
}

package eventstore

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"time"
)

// ID is a UUID (RFC 9562). Its zero value is no id.
type ID [16]byte

// NewID makes a version 7 UUID: 48 bits of now in milliseconds, then random bits.
func NewID(now time.Time) ID {
	var id ID
	binary.BigEndian.PutUint64(id[:8], uint64(now.UnixMilli())<<16)
	rand.Read(id[6:]) // crypto/rand.Read never returns an error
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id
}

// DeriveID makes the id that always belongs to these parts (version 8, from
// SHA-256), so that a retried command or a second node writes the same event.
func DeriveID(parts ...string) ID {
	h := sha256.New()
	for _, p := range parts {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write([]byte(p))
	}
	var id ID
	copy(id[:], h.Sum(nil))
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	return id
}

// ParseID reads the canonical form 8-4-4-4-12, in either case.
func ParseID(s string) (ID, error) {
	var id ID
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return id, fmt.Errorf("%w: %q is not a UUID", ErrInvalid, s)
	}
	hexed := make([]byte, 0, 32)
	hexed = append(hexed, s[0:8]...)
	hexed = append(hexed, s[9:13]...)
	hexed = append(hexed, s[14:18]...)
	hexed = append(hexed, s[19:23]...)
	hexed = append(hexed, s[24:36]...)
	if _, err := hex.Decode(id[:], hexed); err != nil {
		return ID{}, fmt.Errorf("%w: %q is not a UUID", ErrInvalid, s)
	}
	return id, nil
}

func (id ID) String() string {
	var b [36]byte
	hex.Encode(b[0:8], id[0:4])
	b[8] = '-'
	hex.Encode(b[9:13], id[4:6])
	b[13] = '-'
	hex.Encode(b[14:18], id[6:8])
	b[18] = '-'
	hex.Encode(b[19:23], id[8:10])
	b[23] = '-'
	hex.Encode(b[24:36], id[10:16])
	return string(b[:])
}

// IsZero tells that there is no id.
func (id ID) IsZero() bool { return id == ID{} }

func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

func (id *ID) UnmarshalText(b []byte) (err error) {
	*id, err = ParseID(string(b))
	return err
}

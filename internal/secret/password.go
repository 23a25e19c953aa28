package secret

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"minhbach/domain/fault"
)

// Cost of a hash: argon2id with 19 MiB, two passes, one lane (OWASP ASVS 5.0, 11.4.2).
const (
	memoryKiB = 19 * 1024
	passes    = 2
	lanes     = 1
	saltSize  = 16
	hashSize  = 32

	// A stored hash that asks for more than this was not made here.
	maxMemoryKiB = 64 * 1024
	maxPasses    = 10
	// Longer input is wrong without being hashed; no password is that long.
	maxPlain = 4096
)

var (
	ErrBusy = fault.Define(fault.Unavailable, "auth.busy",
		"Quá nhiều người đăng nhập cùng lúc; hãy thử lại sau vài giây.",
		"Too many people are signing in at once; try again in a few seconds.")
	// ErrHash: a stored hash that this program did not make.
	ErrHash = errors.New("secret: not a password hash of this program")
)

// Hasher makes and checks password hashes in the PHC format. At most a few run at
// a time and a bounded number wait; beyond that the answer is ErrBusy.
type Hasher struct {
	running chan struct{}
	waiting chan struct{}
	nobody  string // hash of a password that nobody has
}

// NewHasher lets n hashes run at a time, each of which takes 19 MiB, and 32 times
// as many wait.
func NewHasher(n int) *Hasher {
	n = max(n, 1)
	h := &Hasher{running: make(chan struct{}, n), waiting: make(chan struct{}, 33*n)}
	var plain [32]byte
	rand.Read(plain[:]) // never returns an error
	h.nobody = phc(plain[:])
	return h
}

// HashPassword returns a PHC string with a new salt. Passwords are taken in Unicode
// form C, so that every keyboard types the same one.
func (h *Hasher) HashPassword(ctx context.Context, plain string) (string, error) {
	done, err := h.enter(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	return phc(norm.NFC.Bytes([]byte(plain))), nil
}

// CheckPassword tells whether the text is the one that was hashed. With an empty
// hash it takes as long and says no, so that a missing account looks like a wrong
// password.
func (h *Hasher) CheckPassword(ctx context.Context, hash, plain string) (bool, error) {
	known := hash != ""
	if !known {
		hash = h.nobody
	}
	p, err := parse(hash)
	if err != nil {
		return false, err
	}
	if len(plain) > maxPlain {
		plain, known = "", false
	}
	done, err := h.enter(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	sum := argon2.IDKey(norm.NFC.Bytes([]byte(plain)), p.salt, p.passes, p.memory, p.lanes, uint32(len(p.sum)))
	return subtle.ConstantTimeCompare(sum, p.sum) == 1 && known, nil
}

func (h *Hasher) enter(ctx context.Context) (done func(), err error) {
	select {
	case h.waiting <- struct{}{}:
	default:
		return nil, ErrBusy.New()
	}
	select {
	case h.running <- struct{}{}:
		return func() { <-h.running; <-h.waiting }, nil
	case <-ctx.Done():
		<-h.waiting
		return nil, ctx.Err()
	}
}

func phc(plain []byte) string {
	salt := make([]byte, saltSize)
	rand.Read(salt)
	sum := argon2.IDKey(plain, salt, passes, memoryKiB, lanes, hashSize)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memoryKiB, passes, lanes,
		b64.EncodeToString(salt), b64.EncodeToString(sum))
}

type parsed struct {
	memory, passes uint32
	lanes          uint8
	salt, sum      []byte
}

func parse(hash string) (parsed, error) {
	var p parsed
	var version int
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return p, ErrHash
	}
	if n, err := fmt.Sscanf(parts[2], "v=%d", &version); n != 1 || err != nil || version != argon2.Version {
		return p, ErrHash
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.passes, &p.lanes); n != 3 || err != nil {
		return p, ErrHash
	}
	b64 := base64.RawStdEncoding.Strict()
	var errs [2]error
	p.salt, errs[0] = b64.DecodeString(parts[4])
	p.sum, errs[1] = b64.DecodeString(parts[5])
	if errors.Join(errs[:]...) != nil || p.memory < 8 || p.memory > maxMemoryKiB || p.passes < 1 || p.passes > maxPasses ||
		p.lanes < 1 || p.lanes > 4 || len(p.salt) < 8 || len(p.salt) > 64 || len(p.sum) < 16 || len(p.sum) > 64 {
		return p, ErrHash
	}
	return p, nil
}

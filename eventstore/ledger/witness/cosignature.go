package witness

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// algorithm of a timestamped Ed25519 cosignature (C2SP tlog-cosignature).
const algorithm = 0x04

// ErrKey: a text that is no key of a witness.
var ErrKey = errors.New("witness: not a witness key")

// verifier is a note.Verifier of cosignature/v1.
type verifier struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (v *verifier) Name() string    { return v.name }
func (v *verifier) KeyHash() uint32 { return v.hash }

func (v *verifier) Verify(msg, sig []byte) bool {
	at, raw, ok := split(sig)
	return ok && ed25519.Verify(v.key, message(at, msg), raw)
}

// split a signature into its seconds since 1970 and the Ed25519 signature.
func split(sig []byte) (at uint64, raw []byte, ok bool) {
	if len(sig) != 8+ed25519.SignatureSize {
		return 0, nil, false
	}
	at = binary.BigEndian.Uint64(sig)
	return at, sig[8:], at < 1<<62
}

func message(at uint64, text []byte) []byte {
	return append(fmt.Appendf(nil, "cosignature/v1\ntime %d\n", at), text...)
}

func hashOf(name string, tagged []byte) uint32 {
	h := sha256.New()
	h.Write([]byte(name))
	h.Write([]byte("\n"))
	h.Write(tagged)
	return binary.BigEndian.Uint32(h.Sum(nil))
}

// NewVerifier reads the key of a witness, "name+hash+base64".
func NewVerifier(vkey string) (note.Verifier, error) {
	name, rest, _ := strings.Cut(vkey, "+")
	hash16, key64, _ := strings.Cut(rest, "+")
	hash, err := hex.DecodeString(hash16)
	tagged, err2 := base64.StdEncoding.DecodeString(key64)
	if err != nil || err2 != nil || len(hash) != 4 || len(tagged) != 1+ed25519.PublicKeySize || tagged[0] != algorithm || !goodName(name) {
		return nil, fmt.Errorf("%w: %q; want name+hash+base64 of an Ed25519 cosignature key", ErrKey, vkey)
	}
	v := &verifier{name: name, hash: hashOf(name, tagged), key: tagged[1:]}
	if v.hash != binary.BigEndian.Uint32(hash) {
		return nil, fmt.Errorf("%w: the hash in %q is of another key", ErrKey, vkey)
	}
	return v, nil
}

func goodName(name string) bool { return name != "" && !strings.ContainsAny(name, "+ \t\n") }

// Signer cosigns. Its private text is what NewKey made.
type Signer struct {
	name   string
	hash   uint32
	key    ed25519.PrivateKey
	now    func() time.Time
	public string
}

// NewKey makes the private and the public text of a witness's key.
func NewKey(name string) (private, public string, err error) {
	if !goodName(name) {
		return "", "", fmt.Errorf("%w: the name %q is empty or has a space or a plus", ErrKey, name)
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", "", err
	}
	tagged := append([]byte{algorithm}, key.Public().(ed25519.PublicKey)...)
	hash := hashOf(name, tagged)
	private = fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", name, hash, base64.StdEncoding.EncodeToString(append([]byte{algorithm}, key.Seed()...)))
	return private, fmt.Sprintf("%s+%08x+%s", name, hash, base64.StdEncoding.EncodeToString(tagged)), nil
}

// NewSigner reads a private key.
func NewSigner(private string, now func() time.Time) (*Signer, error) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(private), "PRIVATE+KEY+")
	parts := strings.SplitN(rest, "+", 3)
	if !ok || len(parts) != 3 {
		return nil, fmt.Errorf("%w: want PRIVATE+KEY+name+hash+base64", ErrKey)
	}
	tagged, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(tagged) != 1+ed25519.SeedSize || tagged[0] != algorithm || !goodName(parts[0]) {
		return nil, fmt.Errorf("%w: want the key of an Ed25519 cosigner", ErrKey)
	}
	s := &Signer{name: parts[0], key: ed25519.NewKeyFromSeed(tagged[1:]), now: now}
	public := append([]byte{algorithm}, s.key.Public().(ed25519.PublicKey)...)
	s.hash = hashOf(s.name, public)
	if fmt.Sprintf("%08x", s.hash) != parts[1] {
		return nil, fmt.Errorf("%w: its hash is of another key", ErrKey)
	}
	s.public = fmt.Sprintf("%s+%08x+%s", s.name, s.hash, base64.StdEncoding.EncodeToString(public))
	return s, nil
}

func (s *Signer) Name() string    { return s.name }
func (s *Signer) KeyHash() uint32 { return s.hash }

// Public is the key for those who verify.
func (s *Signer) Public() string { return s.public }

// Sign implements note.Signer: a cosignature at the present second.
func (s *Signer) Sign(msg []byte) ([]byte, error) {
	at := uint64(s.now().Unix())
	return append(binary.BigEndian.AppendUint64(nil, at), ed25519.Sign(s.key, message(at, msg))...), nil
}

// SignedAt tells when a verified cosignature was made, UTC to the second.
func SignedAt(sig note.Signature) (time.Time, bool) {
	raw, err := base64.StdEncoding.DecodeString(sig.Base64)
	if err != nil || len(raw) < 4 {
		return time.Time{}, false
	}
	at, _, ok := split(raw[4:])
	return time.Unix(int64(at), 0).UTC(), ok
}

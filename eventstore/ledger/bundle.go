package ledger

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// BundleFormat names the form of Bundle; MediaType is what it is served as.
const (
	BundleFormat  = "minhbach-proof/1"
	BundleMedia   = "application/vnd.minhbach.proof+json"
	tlogProofHead = "c2sp.org/tlog-proof@v1"
)

// Bundle is everything that a stranger needs to check one event without us, and
// nothing of any other event. What the public may not read of the event is left
// out; the leaf's commitments to it remain.
type Bundle struct {
	Format   string `json:"format"`
	Leaf     string `json:"leaf"`                // the leaf, byte for byte
	Data     []byte `json:"data,omitempty"`      // of the event, byte for byte (base64)
	SaltData string `json:"salt_data,omitempty"` // hex
	Metadata []byte `json:"metadata,omitempty"`  // the envelope; it ends with both salts
	Content  string `json:"content,omitempty"`   // RFC 8785 JSON whose SHA-256 the event names, where it is short
	Proof    string `json:"proof"`               // C2SP tlog-proof, with the checkpoint
	Key      string `json:"key"`                 // verifier key, a hint: whoever checks must know it from elsewhere
}

// ErrBundle: a file that is no proof bundle.
var ErrBundle = errors.New("ledger: not a proof bundle")

// ErrMismatch: what a bundle, a tile or a row says does not fit together.
var ErrMismatch = errors.New("ledger: does not match")

// FormatProof writes a C2SP tlog-proof.
func FormatProof(index uint64, path tlog.RecordProof, signed string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nindex %d\n", tlogProofHead, index)
	for _, h := range path {
		b.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
	}
	return b.String() + "\n" + signed
}

// ParseProof reads a C2SP tlog-proof. Its extra line is allowed and not looked at.
func ParseProof(text string) (index uint64, path tlog.RecordProof, signed string, err error) {
	bad := func(what string) error { return fmt.Errorf("%w: its proof %s", ErrBundle, what) }
	head, signed, ok := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || len(lines) < 2 || lines[0] != tlogProofHead {
		return 0, nil, "", bad("is no " + tlogProofHead)
	}
	lines = lines[1:]
	if strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	if len(lines) == 0 || len(lines) > 64 {
		return 0, nil, "", bad("has no index, or too many hashes")
	}
	digits, ok := strings.CutPrefix(lines[0], "index ")
	if index, err = strconv.ParseUint(digits, 10, 63); !ok || err != nil {
		return 0, nil, "", bad("has no index")
	}
	for _, line := range lines[1:] {
		raw, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(raw) != tlog.HashSize {
			return 0, nil, "", bad("has a line that is no hash")
		}
		path = append(path, tlog.Hash(raw))
	}
	return index, path, signed, nil
}

// ParseBundle reads a bundle; Verify judges it.
func ParseBundle(raw []byte) (Bundle, error) {
	var b Bundle
	if err := json.Unmarshal(raw, &b); err != nil {
		return b, fmt.Errorf("%w: %w", ErrBundle, err)
	}
	if b.Format != BundleFormat {
		return b, fmt.Errorf("%w: its format is %q, this program knows %q", ErrBundle, b.Format, BundleFormat)
	}
	return b, nil
}

// Checked is what a bundle was found to prove.
type Checked struct {
	Header     Header
	Checkpoint Checkpoint
	Note       *note.Note // with the signatures that were verified
	Data       bool       // the event's data is in the bundle and is what was recorded
	Metadata   bool       // so is its envelope
	Content    string     // SHA-256 of the content in the bundle, hex, which the data names; empty: none
}

// Verify checks everything that is in the bundle against the keys: signature of the
// checkpoint, path of the leaf, commitments, content. An error wraps ErrMismatch
// where something was tampered with, ErrBundle where it cannot be read.
func (b Bundle) Verify(keys ...note.Verifier) (Checked, error) {
	var c Checked
	index, path, signed, err := ParseProof(b.Proof)
	if err != nil {
		return c, err
	}
	if c.Header, err = ParseLeaf([]byte(b.Leaf)); err != nil {
		return c, fmt.Errorf("%w: %w", ErrBundle, err)
	}
	if c.Checkpoint, c.Note, err = OpenCheckpoint([]byte(signed), keys...); err != nil {
		return c, fmt.Errorf("%w: %w", ErrMismatch, err)
	}
	if index != c.Header.Index {
		return c, fmt.Errorf("%w: the path is of leaf %d, the leaf is number %d", ErrMismatch, index, c.Header.Index)
	}
	if err := tlog.CheckRecord(path, int64(c.Checkpoint.Size), c.Checkpoint.Root, int64(index), tlog.RecordHash([]byte(b.Leaf))); err != nil {
		return c, fmt.Errorf("%w: the leaf is not in the tree of the checkpoint: %w", ErrMismatch, err)
	}
	salt, err := hex.DecodeString(b.SaltData)
	if err != nil {
		return c, fmt.Errorf("%w: its salt is no hex", ErrBundle)
	}
	if b.Metadata != nil {
		data, meta := Salts(b.Metadata)
		if Commit(meta, b.Metadata) != c.Header.Meta {
			return c, fmt.Errorf("%w: the envelope is not the one recorded", ErrMismatch)
		}
		c.Metadata, salt = true, data
	}
	if b.Data == nil {
		return c, nil
	}
	if Commit(salt, b.Data) != c.Header.Data {
		return c, fmt.Errorf("%w: the data is not what was recorded", ErrMismatch)
	}
	c.Data = true
	if b.Content == "" {
		return c, nil
	}
	var named struct {
		Content string `json:"content"`
	}
	sum := sha256.Sum256([]byte(b.Content))
	if json.Unmarshal(b.Data, &named) != nil || named.Content != hex.EncodeToString(sum[:]) {
		return c, fmt.Errorf("%w: the content is not the one that the event names", ErrMismatch)
	}
	c.Content = named.Content
	return c, nil
}

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// header is what a leaf says of one event.
type header struct {
	ContentType string `json:"content_type"`
	Data        string `json:"data"` // SHA-256 over salt and data, hex
	ID          string `json:"id"`
	Index       uint64 `json:"index"`
	Meta        string `json:"meta"` // SHA-256 over salt and envelope, hex
	Recorded    string `json:"recorded"`
	Revision    int64  `json:"revision"`
	Stream      string `json:"stream"`
	Type        string `json:"type"`
	V           int    `json:"v"`
}

// readLeaf believes a leaf, which the tree vouches for, if it is of this version.
func readLeaf(leaf []byte) (h header, err error) {
	if err := json.Unmarshal(leaf, &h); err != nil || h.V != 1 {
		return h, bad("a leaf is not in the form of version 1: %v", err)
	}
	return h, nil
}

var salts = regexp.MustCompile(`,"salt_d":"([0-9a-fA-F]{32})","salt_m":"([0-9a-fA-F]{32})"\}$`)

// committed compares data and envelope, as far as they are shown, with a leaf: SHA-256
// over a salt and the bytes. The salts are the last bytes of the envelope; one that
// ends otherwise has none.
func committed(h header, data, envelope []byte, saltData string) error {
	salt, err := hex.DecodeString(saltData)
	if envelope != nil {
		var own []byte
		salt = nil
		if found := salts.FindSubmatch(envelope[max(0, len(envelope)-128):]); found != nil {
			salt, _ = hex.DecodeString(string(found[1]))
			own, _ = hex.DecodeString(string(found[2]))
		}
		if sum := sha256.Sum256(append(own, envelope...)); hex.EncodeToString(sum[:]) != h.Meta {
			return bad("the envelope of event %s (leaf %d) is not the one recorded", h.ID, h.Index)
		}
	}
	if sum := sha256.Sum256(append(salt, data...)); err != nil || data != nil && hex.EncodeToString(sum[:]) != h.Data {
		return bad("the data of event %s (leaf %d) is not what was recorded", h.ID, h.Index)
	}
	return nil
}

// verifyEvent checks a proof bundle.
func verifyEvent(file string, keys []key) (string, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	var b struct {
		Format, Leaf, Proof, Content, Key string
		Data, Metadata                    []byte
		SaltData                          string `json:"salt_data"`
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil || b.Format != "minhbach-proof/1" {
		return "", fmt.Errorf("%s is no proof (%q, %v)", file, b.Format, err)
	}
	h, err := readLeaf([]byte(b.Leaf))
	if err != nil {
		return "", err
	}
	top, note, _ := strings.Cut(b.Proof, "\n\n")
	lines := strings.Split(top, "\n")
	if len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return "", fmt.Errorf("%s has no c2sp.org/tlog-proof@v1", file)
	}
	c, err := openCheckpoint([]byte(note), keys)
	if err != nil {
		return "", err
	}
	if lines[1] != "index "+strconv.FormatUint(h.Index, 10) {
		return "", bad("the path is not that of leaf %d", h.Index)
	}
	var way [][32]byte
	for _, line := range lines[2:] {
		hash, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(hash) != 32 {
			return "", bad("the path has a line that is no hash")
		}
		way = append(way, [32]byte(hash))
	}
	if !leads(leafHash([]byte(b.Leaf)), h.Index, c.size, way, c.root) {
		return "", bad("leaf %d is not in the tree of the checkpoint", h.Index)
	}
	if err := committed(h, b.Data, b.Metadata, b.SaltData); err != nil {
		return "", err
	}
	if b.Content != "" {
		var names struct{ Content string }
		sum := sha256.Sum256([]byte(b.Content))
		if b.Data == nil || json.Unmarshal(b.Data, &names) != nil || names.Content != hex.EncodeToString(sum[:]) {
			return "", bad("the content is not the one that event %s names", h.ID)
		}
	}
	return fmt.Sprintf("event %s, %s of %s, recorded %s, is leaf %d of the %d that %s signed", h.ID, h.Type, h.Stream, h.Recorded, h.Index, c.size, c.origin), nil
}

package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// key is a verifier key (C2SP signed-note): name, four bytes of id, Ed25519.
type key struct {
	name   string
	id     string // the four bytes
	public ed25519.PublicKey
}

func readKeys(texts []string) (keys []key, err error) {
	for _, text := range texts {
		parts := strings.SplitN(strings.TrimSpace(text), "+", 3)
		if len(parts) != 3 {
			return nil, fmt.Errorf("%w\n%q is no key: want name+hash+base64", errUsage, text)
		}
		id, err1 := hex.DecodeString(parts[1])
		raw, err2 := base64.StdEncoding.DecodeString(parts[2])
		if err1 != nil || err2 != nil || len(id) != 4 || len(raw) != 33 || raw[0] != 1 {
			return nil, fmt.Errorf("%w\n%q is no Ed25519 key", errUsage, text)
		}
		sum := sha256.Sum256([]byte(parts[0] + "\n" + string(raw)))
		if string(sum[:4]) != string(id) {
			return nil, fmt.Errorf("%w\n%q: its hash is of another key", errUsage, text)
		}
		keys = append(keys, key{parts[0], string(id), raw[1:]})
	}
	return keys, nil
}

// checkpoint is the head of a tree (C2SP tlog-checkpoint).
type checkpoint struct {
	origin string
	size   uint64
	root   [32]byte
}

// openCheckpoint believes a signed note when one of the keys signed it, under the name
// that is its first line. Signatures of others are not looked at.
func openCheckpoint(note []byte, keys []key) (checkpoint, error) {
	var c checkpoint
	text, signatures, ok := strings.Cut(string(note), "\n\n")
	lines := strings.Split(text, "\n")
	lines = append(lines, "", "")
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	size, err2 := strconv.ParseUint(lines[1], 10, 63)
	if !ok || err != nil || err2 != nil || len(root) != 32 || strconv.FormatUint(size, 10) != lines[1] {
		return c, bad("a checkpoint is not in its form")
	}
	c = checkpoint{lines[0], size, [32]byte(root)}
	believed := false
	for line := range strings.Lines(signatures) {
		line, ended := strings.CutSuffix(line, "\n")
		name, coded, _ := strings.Cut(strings.TrimPrefix(line, "— "), " ")
		raw, err := base64.StdEncoding.Strict().DecodeString(coded)
		if err != nil || len(raw) < 5 || !ended || !strings.HasPrefix(line, "— ") {
			return c, bad("a signature of the checkpoint of %s is not in its form", c.origin)
		}
		for _, k := range keys {
			if k.name != name || k.id != string(raw[:4]) {
				continue
			}
			if !ed25519.Verify(k.public, []byte(text+"\n"), raw[4:]) {
				return c, bad("the signature of %s on the checkpoint of %d leaves is wrong", name, size)
			}
			believed = believed || name == c.origin
		}
	}
	if believed {
		return c, nil
	}
	return c, fmt.Errorf("%w: that of %s with %d leaves", errStranger, c.origin, size)
}

// errStranger: a checkpoint without a line of a known key.
var errStranger = bad("the checkpoint is signed by no known key")

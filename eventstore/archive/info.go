package archive

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"minhbach/eventstore/ledger"
)

// Labels of bag-info.txt that are ours.
const (
	labelFormat = "Minhbach-Format"
	labelOrigin = "Minhbach-Origin"
	labelSize   = "Minhbach-Checkpoint-Size"
	labelRoot   = "Minhbach-Checkpoint-Root"
	labelScope  = "Minhbach-Scope"
	labelSince  = "Minhbach-Since"
	labelAgency = "Minhbach-Agency"
	labelOxum   = "Payload-Oxum"
)

func (w *writing) info() string {
	var b strings.Builder
	line := func(label, value string) {
		fmt.Fprintf(&b, "%s: %s\n", label, strings.Join(strings.Fields(value), " "))
	}
	line("Source-Organization", w.Organization)
	line("Bagging-Date", w.Now.UTC().Format("2006-01-02"))
	line("Bag-Software-Agent", w.Software)
	line(labelOxum, fmt.Sprintf("%d.%d", w.bag.bytes, len(w.bag.files)))
	line(labelFormat, Format)
	line(labelOrigin, w.sum.Origin)
	line(labelSize, fmt.Sprint(w.sum.Size))
	line(labelRoot, w.sum.Root)
	line(labelScope, string(w.Scope))
	if w.Since > 0 {
		line(labelSince, fmt.Sprint(w.Since))
	}
	for _, id := range w.Agencies {
		line(labelAgency, id)
	}
	return b.String()
}

// historyUpTo is checkpoints.jsonl as far as a checkpoint.
func historyUpTo(ctx context.Context, from ledger.Source, size uint64) ([]byte, error) {
	raw, err := from.ReadFile(ctx, ledger.HistoryPath)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var kept []byte
	for line := range bytes.Lines(raw) {
		var p ledger.Published
		if !bytes.HasSuffix(line, []byte("\n")) {
			break // being written at this moment
		}
		if err := json.Unmarshal(line, &p); err != nil {
			return nil, fmt.Errorf("the ledger's %s: %w", ledger.HistoryPath, err)
		}
		if p.Size <= size {
			kept = append(kept, line...)
		}
	}
	return kept, nil
}

func verifierOf(vkey string) (note.Verifier, error) {
	v, err := note.NewVerifier(strings.TrimSpace(vkey))
	if err != nil {
		return nil, fmt.Errorf("the ledger's key: %w", err)
	}
	return v, nil
}

// keyPEM is a verifier key for tools that know no signed notes.
func keyPEM(vkey string) ([]byte, error) {
	parts := strings.SplitN(strings.TrimSpace(vkey), "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("the ledger's key has no three parts")
	}
	raw, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(raw) != 1+ed25519.PublicKeySize || raw[0] != 1 {
		return nil, errors.New("the ledger's key is not an Ed25519 key")
	}
	der, err := x509.MarshalPKIXPublicKey(ed25519.PublicKey(raw[1:]))
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), nil
}

func newBuffer(w io.Writer) *bufio.Writer { return bufio.NewWriterSize(w, 1<<20) }

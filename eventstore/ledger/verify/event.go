package verify

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// Event is what a bundle proved.
type Event struct {
	Index       uint64              `json:"index"`
	Stream      string              `json:"stream"`
	Revision    eventstore.Revision `json:"revision"`
	ID          string              `json:"id"`
	Type        string              `json:"type"`
	Recorded    time.Time           `json:"recorded"`
	Data        bool                `json:"data_shown"`
	Envelope    bool                `json:"envelope_shown"`
	Actor       string              `json:"actor,omitempty"`
	Role        string              `json:"role,omitempty"`
	Agency      string              `json:"agency,omitempty"`
	Content     string              `json:"content,omitempty"` // SHA-256 that the event names
	ContentSeen bool                `json:"content_seen,omitempty"`
	File        *File               `json:"file,omitempty"`
}

// File that an event names.
type File struct {
	SHA256 string `json:"sha256"`
	Named  string `json:"named"` // where: "content", "data: $.release.file.sha256", …
}

// EventOptions: what else should belong to the event.
type EventOptions struct {
	Content []byte // the canonical content, as downloaded
	File    string // SHA-256 of a file, hex; empty: none
}

var (
	// ErrHidden: the proof shows the leaf only, so nothing can be said of a file.
	ErrHidden = errors.New("verify: the proof does not show what the event says; ask for one that does")
	// ErrNeedContent: files are named in the content, which the proof names by its hash.
	ErrNeedContent = errors.New("verify: the event names its content by a hash; give the content too")
)

// Proof judges a bundle: signature, path, commitments, content, file.
func Proof(raw []byte, trust Trust, opts EventOptions) (Report, error) {
	r := Report{Kind: "event"}
	b, err := ledger.ParseBundle(raw)
	if err != nil {
		return r, err
	}
	if err := oneForm(raw, b); err != nil {
		return r, err
	}
	if len(trust.Keys) == 0 {
		return r, ErrNoKey
	}
	_, _, signed, err := ledger.ParseProof(b.Proof)
	if err != nil {
		return r, err
	}
	head, p := trust.open([]byte(signed), "proof")
	if p != nil {
		return r.fail(p)
	}
	r.Checkpoint = head
	keys := trust.Keys
	checked, err := b.Verify(keys...)
	switch {
	case errors.Is(err, ledger.ErrMismatch):
		return r.fail(blame(b, head, err))
	case err != nil:
		return r, err
	}
	h := checked.Header
	ev := &Event{Index: h.Index, Stream: h.Stream, Revision: h.Revision, ID: h.ID.String(), Type: h.Type, Recorded: h.Recorded,
		Data: checked.Data, Envelope: checked.Metadata, ContentSeen: checked.Content != ""}
	r.Event = ev
	var envelope eventstore.Metadata
	if json.Unmarshal(b.Metadata, &envelope) == nil {
		ev.Actor, ev.Role, ev.Agency = envelope.Actor, envelope.Role, envelope.Agency
	}
	if p, err := ev.compare(b, opts); p != nil || err != nil {
		if p != nil {
			return r.fail(p.about(h))
		}
		return r, err
	}
	if !ev.Data {
		r.remark(HeaderOnly)
	}
	remarkHead(&r, trust)
	r.Sound = true
	return r, nil
}

// oneForm refuses a bundle that a lenient reader takes for another one: with members
// that it does not know, named twice or in other letters, or with spare bits. White
// space does not matter.
func oneForm(raw []byte, b ledger.Bundle) error {
	var is, plain bytes.Buffer
	if err := json.Compact(&is, raw); err != nil {
		return fmt.Errorf("%w: %w", ledger.ErrBundle, err)
	}
	escaped, err := json.Marshal(b)
	enc := json.NewEncoder(&plain)
	enc.SetEscapeHTML(false)
	if err := errors.Join(err, enc.Encode(b)); err != nil {
		return err
	}
	if !bytes.Equal(is.Bytes(), escaped) && is.String()+"\n" != plain.String() {
		return fmt.Errorf("%w in its one form: it was changed, or made by a newer program", ledger.ErrBundle)
	}
	return nil
}

// blame finds the part of a bundle that does not fit.
func blame(b ledger.Bundle, head *Head, cause error) *Problem {
	p := &Problem{Detail: cause.Error()}
	h, err := ledger.ParseLeaf([]byte(b.Leaf))
	if err != nil {
		p.Code = BadForm
		return p
	}
	p.Leaf = at(h.Index)
	p.about(h)
	index, path, _, _ := ledger.ParseProof(b.Proof)
	dataSalt, metaSalt := ledger.Salts(b.Metadata)
	if b.Metadata == nil {
		dataSalt, _ = hex.DecodeString(b.SaltData)
	}
	switch {
	case index != h.Index || tlog.CheckRecord(path, int64(head.Size), head.tree.Root, int64(index), tlog.RecordHash([]byte(b.Leaf))) != nil:
		p.Code = BadPath
	case b.Metadata != nil && ledger.Commit(metaSalt, b.Metadata) != h.Meta:
		p.Code = BadEnvelope
	case ledger.Commit(dataSalt, b.Data) != h.Data:
		p.Code = BadData
	default:
		p.Code = BadContent
	}
	return p
}

// compare content and file with what the event names.
func (ev *Event) compare(b ledger.Bundle, opts EventOptions) (*Problem, error) {
	content := opts.Content
	if content == nil && b.Content != "" {
		content = []byte(b.Content)
	}
	if b.Data != nil {
		var names struct {
			Content string `json:"content"`
		}
		if json.Unmarshal(b.Data, &names) == nil && len(names.Content) == hex.EncodedLen(sha256.Size) {
			ev.Content = names.Content
		}
	}
	if opts.Content == nil && opts.File == "" {
		return nil, nil
	}
	if b.Data == nil {
		return nil, ErrHidden
	}
	if opts.Content != nil {
		sum := sha256.Sum256(opts.Content)
		if got := hex.EncodeToString(sum[:]); got != ev.Content {
			return &Problem{Code: BadContent, Detail: fmt.Sprintf("its SHA-256 is %s, the event names %q", got, ev.Content)}, nil
		}
		ev.ContentSeen = true
	}
	if opts.File == "" {
		return nil, nil
	}
	return ev.file(b, content, opts.File)
}

// file with this hash: the content itself, or one that the event or its content names.
func (ev *Event) file(b ledger.Bundle, content []byte, sum string) (*Problem, error) {
	named := ""
	if sum == ev.Content {
		named = "content"
	}
	if named == "" {
		named = where("data: $", b.Data, sum)
	}
	if named == "" && content != nil {
		named = where("content: $", content, sum)
	}
	switch {
	case named != "":
		ev.File = &File{SHA256: sum, Named: named}
		return nil, nil
	case ev.Content != "" && content == nil:
		return nil, ErrNeedContent
	}
	return &Problem{Code: BadFile, Detail: fmt.Sprintf("no file with SHA-256 %s is named there", sum)}, nil
}

// where finds a string in JSON and says where.
func where(at string, raw []byte, want string) string {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return ""
	}
	return within(at, v, want)
}

func within(at string, v any, want string) string {
	switch v := v.(type) {
	case string:
		if v == want {
			return at
		}
	case []any:
		for i, e := range v {
			if found := within(fmt.Sprintf("%s[%d]", at, i), e, want); found != "" {
				return found
			}
		}
	case map[string]any:
		first := ""
		for k, e := range v {
			if found := within(at+"."+k, e, want); found != "" && (first == "" || found < first) {
				first = found
			}
		}
		return first
	}
	return ""
}

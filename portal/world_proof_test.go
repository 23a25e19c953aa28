package portal_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"minhbach/domain/dataset"
	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/projections/view"
)

// eventID of what was recorded at a position.
func eventID(position uint64) string { return fmt.Sprintf("0190f3c2-0000-8000-8000-%012d", position) }

// tree is a world's ledger: it says what a test tells it to.
type tree struct {
	w       *world
	signed  uint64 // positions below are under a checkpoint; 0: all
	fails   *app.Proof
	witness []app.Cosignature
	stamp   []byte
	down    error
	asked   atomic.Value // string: hash or bundle
}

// heard is what was asked last; hear tells it.
func (t *tree) heard() string { s, _ := t.asked.Load().(string); return s }
func (t *tree) hear(s string) { t.asked.Store(s) }

const testNote = "soctrang.gov.vn/log\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— soctrang.gov.vn/log x2GTf7vBvvo1\n"

func (t *tree) checkpoint() app.Checkpoint {
	return app.Checkpoint{
		Origin: "soctrang.gov.vn/log", Size: t.w.head, Root: strings.Repeat("0a", 32), Signed: at(t.w.head), Note: testNote,
		Key: "soctrang.gov.vn/log+c7619373+AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=", Witnesses: t.witness, Stamp: t.stamp,
	}
}

func (t *tree) pending(position uint64) bool { return t.signed != 0 && position >= t.signed }

// prove the event at a position.
func (t *tree) prove(id string) (app.Proof, error) {
	if t.down != nil {
		return app.Proof{}, t.down
	}
	x := app.Proof{Verdict: app.Holds, Reveal: app.DataOnly}
	position := uint64(0)
	for key, states := range t.w.items {
		for i, e := range t.w.history(key) {
			if e.ID != id {
				continue
			}
			now, _ := t.w.then(key, t.w.head)
			position, x.Event, x.Subject = e.Position, e, app.Subject{ID: key, Item: &now.Item, Reason: now.Reason}
			if s := states[i]; s.State == view.Published {
				x.Subject.Version, x.ContentHash = s.Version, s.ContentHash
				if now.State != view.Withdrawn {
					x.Content = publication.Canonical(s.Content)
				}
			}
		}
	}
	for key, states := range t.w.sets.all {
		for _, s := range states {
			if eventID(s.from) != id {
				continue
			}
			now := states[len(states)-1].Dataset
			position = s.from
			x.Event = view.Event{ID: id, Position: s.from, Type: dataset.TypePublished, Recorded: at(s.from), TextVi: "Công bố bộ dữ liệu.", TextEn: "The dataset was published."}
			x.Subject = app.Subject{ID: key, Dataset: &now.DatasetItem, Version: s.Version}
			x.ContentHash, x.Content = s.ContentHash, dataset.Canonical(s.Content)
		}
	}
	switch {
	case position == 0:
		return app.Proof{}, app.ErrNoProof.New()
	case t.pending(position):
		x.Verdict = app.Pending
		return x, nil
	case t.fails != nil:
		x.Verdict, x.Why = app.Fails, t.fails.Why
	}
	x.Leaf, x.Index, x.Path = `{"content_type":"application/json","id":"`+id+`"}`, position-1, []string{"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", "zFRoLcKbSEvLSEvXyb5Ho5UXdPxKvVYAYRZc4wpVSkU="}
	x.Checkpoint, x.First, x.Bundle = t.checkpoint(), at(position), []byte(`{"format":"minhbach-proof/1"}`)
	return x, nil
}

func (t *tree) uses(_ context.Context, hash string) ([]view.Use, error) {
	t.hear(hash)
	var out []view.Use
	for key, states := range t.w.items {
		for _, s := range states {
			i := slices.IndexFunc(s.Content.Attachments, func(a publication.Attachment) bool { return a.SHA256 == hash })
			if s.State != view.Published || i < 0 && s.ContentHash != hash {
				continue
			}
			now, _ := t.w.then(key, t.w.head)
			u := view.Use{Version: s.Version, Event: s.Event, PublishedAt: at(s.from), Reason: now.Reason, Item: &now.Item}
			if i >= 0 {
				u.File = s.Content.Attachments[i].Name
			}
			out = append(out, u)
		}
	}
	for _, states := range t.w.sets.all {
		for _, s := range states {
			if r := s.Content.Release; r != nil && r.File.SHA256 == hash {
				now := states[len(states)-1].Dataset
				out = append(out, view.Use{Version: s.Version, Event: s.Event, PublishedAt: at(s.from), Dataset: &now.DatasetItem, File: r.File.Name})
			}
		}
	}
	slices.SortFunc(out, func(a, b view.Use) int { return a.PublishedAt.Compare(b.PublishedAt) })
	return out, t.down
}

// check believes a bundle that says so.
func (t *tree) check(_ context.Context, _ app.Caller, raw []byte) (app.CheckedBundle, error) {
	t.hear(string(raw))
	var b struct{ Format, Is, Event string }
	if json.Unmarshal(raw, &b) != nil || !strings.HasPrefix(b.Format, "minhbach-proof/") {
		return app.CheckedBundle{}, app.ErrBundleForm.New().At("bundle")
	}
	switch b.Is {
	case "foreign":
		return app.CheckedBundle{}, app.ErrBundleForeign.New("origin", "hanoi.gov.vn/log").At("bundle")
	case "false":
		return app.CheckedBundle{Verdict: app.Fails, Why: app.ErrBundleFalse.New(), ID: b.Event}, nil
	}
	x := app.CheckedBundle{Verdict: app.Holds, ID: b.Event, Type: "publication.published", Recorded: at(1), Index: 0, Checkpoint: t.checkpoint(), Data: true}
	if p, err := t.prove(b.Event); err == nil {
		x.Proof = &p
	}
	return x, nil
}

func (t *tree) queries() app.ProofQueries {
	return app.ProofQueries{
		Event: func(_ context.Context, _ app.Caller, id string) (app.Proof, error) { return t.prove(id) },
		Hash:  t.uses, Check: t.check, Size: func() uint64 { return t.w.head },
		Covered: func(_ context.Context, position uint64) (app.Covered, error) {
			return app.Covered{Signed: !t.pending(position), Size: t.w.head, At: at(t.w.head)}, t.down
		},
	}
}

package publications_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/publication"
	"minhbach/domain/rules"
	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
	"minhbach/projections"
	"minhbach/projections/publications"
)

// newsroom writes publications the way people do, through the aggregate, and
// records what it decided.
type newsroom struct {
	t     testing.TB
	log   eventstore.Log
	codec *eventstore.Codec
	now   time.Time
	all   map[string][]domain.Event
}

func newNewsroom(t testing.TB) *newsroom {
	t.Helper()
	n := &newsroom{t: t, now: time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC), all: map[string][]domain.Event{}}
	log, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{Now: func() time.Time { return n.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	n.log = log
	if n.codec, err = eventstore.NewCodec(publication.Events(), nil); err != nil {
		t.Fatal(err)
	}
	return n
}

const agencyID = "a-kesach"

func (n *newsroom) deed(account string, role domain.Role) publication.Deed {
	return publication.Deed{By: domain.Actor{Account: account, Role: role, Agency: agencyID}, Now: n.now, Responsible: agencyID}
}

func authority() *publication.Authority {
	return &publication.Authority{Agency: agencyID, Account: "binh", Position: "head", Decision: "01/QĐ", From: calendar.MustParse("2020-01-01")}
}

// do decides and records one command on a publication.
func (n *newsroom) do(id string, actor string, decide func(p *publication.Publication) ([]domain.Event, error)) {
	n.t.Helper()
	events, err := decide(publication.Fold(n.all[id]))
	if err != nil {
		n.t.Fatalf("%s: %v", id, err)
	}
	n.record(id, actor, events)
}

func (n *newsroom) record(id, actor string, events []domain.Event) {
	n.t.Helper()
	var drafts []eventstore.Draft
	for _, e := range events {
		d, err := n.codec.Encode(eventstore.NewID(n.now), e, eventstore.Metadata{Actor: actor, Agency: agencyID})
		if err != nil {
			n.t.Fatal(err)
		}
		drafts = append(drafts, d)
	}
	if _, err := n.log.Append(n.t.Context(), "publication-"+id, eventstore.Any(), drafts...); err != nil {
		n.t.Fatal(err)
	}
	n.all[id] = append(n.all[id], events...)
	n.now = n.now.Add(time.Minute)
}

func document(number, title, body string, issued calendar.Date) publication.Content {
	return publication.Content{
		Title: title, Summary: "Trích yếu: " + title, Body: body,
		Metadata: publication.Metadata{Creator: "Văn phòng UBND huyện Kế Sách"},
		Details: publication.Details{Document: &publication.Document{
			Number: number, Form: "Quyết định", Issuer: "UBND huyện Kế Sách", IssuedOn: issued, EffectiveOn: issued, Signer: "Người ký mẫu", Abstract: title,
		}},
	}
}

func (n *newsroom) draft(id, number, title, body string) {
	n.t.Helper()
	n.do(id, "an", func(p *publication.Publication) ([]domain.Event, error) {
		return p.Draft(publication.Draft{
			Deed: n.deed("an", domain.Editor), Publication: id, Kind: publication.LegalDocument, Slug: "vb-" + id,
			Content: document(number, title, body, calendar.MustParse("2026-02-26")), Rules: rules.Default(), Calendar: calendar.VietNam(),
		})
	})
}

func (n *newsroom) revise(id, number, title, body string) {
	n.t.Helper()
	n.do(id, "an", func(p *publication.Publication) ([]domain.Event, error) {
		return p.Revise(publication.Revise{
			Deed: n.deed("an", domain.Editor), Content: document(number, title, body, calendar.MustParse("2026-02-26")),
			Rules: rules.Default(), Calendar: calendar.VietNam(),
		})
	})
}

func (n *newsroom) submit(id string) {
	n.t.Helper()
	n.do(id, "an", func(p *publication.Publication) ([]domain.Event, error) {
		return p.Submit(publication.Submit{Deed: n.deed("an", domain.Editor)})
	})
}

func (n *newsroom) giveBack(id string) {
	n.t.Helper()
	n.do(id, "binh", func(p *publication.Publication) ([]domain.Event, error) {
		return p.Return(publication.Return{Deed: n.deed("binh", domain.BoardHead), Authority: authority(), Reason: "Thiếu căn cứ"})
	})
}

func (n *newsroom) approve(id string, at time.Time) {
	n.t.Helper()
	items := map[string]string{}
	for _, c := range publication.Checks() {
		items[c.ID] = ""
	}
	n.do(id, "binh", func(p *publication.Publication) ([]domain.Event, error) {
		return p.Approve(publication.Approve{
			Deed: n.deed("binh", domain.BoardHead), Authority: authority(), Content: p.Submitted(), Checklist: items, PublishAt: at, Calendar: calendar.VietNam(),
		})
	})
}

func (n *newsroom) correct(id, reason string) {
	n.t.Helper()
	n.do(id, "an", func(p *publication.Publication) ([]domain.Event, error) {
		return p.OpenCorrection(publication.OpenCorrection{Deed: n.deed("an", domain.Editor), Reason: reason})
	})
}

func (n *newsroom) withdraw(id string) {
	n.t.Helper()
	n.do(id, "binh", func(p *publication.Publication) ([]domain.Event, error) {
		return p.Withdraw(publication.Withdraw{Deed: n.deed("binh", domain.BoardHead), Authority: authority(), Reason: "Ban hành nhầm"})
	})
}

func (n *newsroom) archive(id string) {
	n.t.Helper()
	n.do(id, "binh", func(p *publication.Publication) ([]domain.Event, error) {
		return p.Archive(publication.Archive{Deed: n.deed("binh", domain.BoardHead), Reason: "Hết hiệu lực"})
	})
}

func (n *newsroom) head() uint64 {
	n.t.Helper()
	head, err := n.log.Head(n.t.Context())
	if err != nil {
		n.t.Fatal(err)
	}
	return uint64(head)
}

func (n *newsroom) open() (*projections.Runner, *publications.Reader) {
	n.t.Helper()
	r, err := projections.Open(n.t.Context(), n.t.TempDir(), publications.Definition(), n.log, n.codec, projections.Options{})
	if err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(func() { r.Close() })
	if err := r.ToEnd(n.t.Context()); err != nil {
		n.t.Fatal(err)
	}
	return r, publications.NewReader(r)
}

// life takes a publication through much of the flow; i decides how far.
func (n *newsroom) life(i int) string {
	n.t.Helper()
	id := fmt.Sprintf("p%06d", i)
	number := fmt.Sprintf("%d/2026/QĐ-UBND", i)
	body := strings.Repeat(fmt.Sprintf("Đoạn văn thứ %d của quyết định về việc quản lý, cung cấp thông tin.\n\n", i), 4)
	n.draft(id, number, fmt.Sprintf("Quyết định số %d về việc thử nghiệm", i), body)
	n.submit(id)
	if i%3 == 0 {
		n.giveBack(id)
		n.revise(id, number, fmt.Sprintf("Quyết định số %d về việc thử nghiệm (sửa)", i), body)
		n.submit(id)
	}
	if i%11 == 10 {
		return id
	}
	n.approve(id, time.Time{})
	if i%4 == 0 {
		n.correct(id, "Sửa lỗi đánh máy")
		n.revise(id, number, fmt.Sprintf("Quyết định số %d về việc thử nghiệm (đính chính)", i), body+"Bổ sung.")
		n.submit(id)
		n.approve(id, time.Time{})
	}
	switch i % 10 {
	case 7:
		n.withdraw(id)
	case 9:
		n.archive(id)
	}
	return id
}

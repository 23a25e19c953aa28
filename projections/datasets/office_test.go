package datasets_test

import (
	"fmt"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
	"minhbach/projections"
	"minhbach/projections/datasets"
)

// office records what happens to datasets, and remembers it for comparison.
type office struct {
	t       testing.TB
	log     eventstore.Log
	codec   *eventstore.Codec
	now     time.Time
	hands   map[string]dataset.Content // as worked on
	public  map[string]dataset.Content
	version map[string]int
	journal []entry
	batch   map[string][]eventstore.Draft // kept back by a bulk load
	bulk    bool
}

// entry is one recorded event.
type entry struct {
	position uint64
	id       string
	event    domain.Event
	recorded time.Time
}

const agencyID = "a-kesach"

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{
		t: t, now: time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC), hands: map[string]dataset.Content{}, public: map[string]dataset.Content{},
		version: map[string]int{},
	}
	log, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{Now: func() time.Time { return o.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	o.log = log
	if o.codec, err = eventstore.NewCodec(dataset.Events(), nil); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) record(id, actor string, events ...domain.Event) {
	o.t.Helper()
	var drafts []eventstore.Draft
	for _, e := range events {
		d, err := o.codec.Encode(eventstore.NewID(o.now), e, eventstore.Metadata{Actor: actor, Agency: agencyID})
		if err != nil {
			o.t.Fatal(err)
		}
		drafts = append(drafts, d)
	}
	if o.bulk {
		if o.batch == nil {
			o.batch = map[string][]eventstore.Draft{}
		}
		o.batch[id] = append(o.batch[id], drafts...)
		return
	}
	if _, err := o.log.Append(o.t.Context(), "dataset-"+id, eventstore.Any(), drafts...); err != nil {
		o.t.Fatal(err)
	}
	head := o.head()
	for i, e := range events {
		o.journal = append(o.journal, entry{head - uint64(len(events)-1-i), id, e, o.now})
	}
	o.now = o.now.Add(time.Minute)
}

// flush writes what a bulk load kept back about a dataset, in one append.
func (o *office) flush(id string) {
	o.t.Helper()
	if _, err := o.log.Append(o.t.Context(), "dataset-"+id, eventstore.Any(), o.batch[id]...); err != nil {
		o.t.Fatal(err)
	}
	delete(o.batch, id)
	o.now = o.now.Add(time.Minute)
}

func (o *office) head() uint64 {
	o.t.Helper()
	head, err := o.log.Head(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	return uint64(head)
}

func (o *office) open() (*projections.Runner, *datasets.Reader) {
	o.t.Helper()
	r, err := projections.Open(o.t.Context(), o.t.TempDir(), datasets.Definition(), o.log, o.codec, projections.Options{})
	if err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() { r.Close() })
	if err := r.ToEnd(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
	return r, datasets.NewReader(r)
}

var an = dataset.Author{Account: "an"}

func power() dataset.Authority {
	return dataset.Authority{Agency: agencyID, Account: "binh", Position: "head", Decision: "01/QĐ", From: calendar.MustParse("2020-01-01")}
}

func (o *office) today() calendar.Date { return calendar.DateOf(o.now) }

func described(title string) dataset.Description {
	return dataset.Description{
		Title: title, Summary: "Tóm tắt: " + title, Topics: []string{"giao-duc-dao-tao"}, Keywords: []string{"trường học"},
		Licence: "cc-by-4.0", Frequency: "annual", Contact: dataset.Contact{Unit: "Phòng Giáo dục", Email: "gd@example.vn"},
		PeriodFrom: calendar.MustParse("2024-09-01"), PeriodTo: calendar.MustParse("2025-05-31"),
	}
}

func release(id, format string, rows int64) dataset.Release {
	return dataset.Release{
		ID: id, File: editorial.Attachment{SHA256: "00", Name: id + "." + format, MediaType: "text/csv", Size: rows * 40},
		Reading: dataset.Reading{Format: format, Columns: []dataset.SourceColumn{{Index: 0}, {Index: 1}}},
		Columns: []dataset.Column{{Name: "ten_truong", Title: "Tên trường", Type: dataset.Text}, {Name: "so_lop", Title: "Số lớp", Type: dataset.Integer}},
		Rows:    rows, Change: dataset.NewData,
	}
}

func (o *office) draft(id string, d dataset.Description) {
	o.t.Helper()
	c := o.hands[id]
	c.Description = d
	o.hands[id] = c
	o.record(id, "an", dataset.Drafted{Dataset: id, Agency: agencyOf(id), Slug: "bo-" + id, Author: an}, dataset.Described{Description: d, Author: an})
}

// agencyOf spreads datasets over agencies by their ids.
func agencyOf(id string) string {
	n := 0
	if _, err := fmt.Sscanf(id, "d%d", &n); err != nil || n%3 == 0 {
		return agencyID
	}
	return fmt.Sprintf("a-%d", n%3)
}

func (o *office) describe(id string, d dataset.Description) {
	o.t.Helper()
	c := o.hands[id]
	c.Description = d
	o.hands[id] = c
	o.record(id, "an", dataset.Described{Description: d, Author: an})
}

func (o *office) attach(id string, r dataset.Release) {
	o.t.Helper()
	c := o.hands[id]
	c.Release = &r
	o.hands[id] = c
	o.record(id, "chi", dataset.ReleaseAttached{Release: r, Author: dataset.Author{Account: "chi", OnBehalfOf: "dung"}})
}

func (o *office) hash(id string) string { return dataset.Hash(o.hands[id]) }

func (o *office) submit(id string) {
	o.t.Helper()
	o.record(id, "an", dataset.Submitted{Content: o.hash(id), Note: "Xin duyệt"})
}

// approve records what an approval does: with an embargo nothing more.
func (o *office) approve(id string, at time.Time) {
	o.t.Helper()
	o.record(id, "binh", dataset.ChecklistCompleted{Content: o.hash(id), Items: map[string]string{"a": "có"}, Authority: power()},
		dataset.Approved{Version: o.version[id] + 1, Content: o.hash(id), Authority: power(), PublishAt: at})
	if at.IsZero() {
		o.release(id)
	}
}

func (o *office) release(id string) {
	o.t.Helper()
	o.version[id]++
	if v := o.version[id]; v == 1 {
		o.record(id, "binh", dataset.Published{Version: 1, Content: o.hash(id), On: o.today()})
	} else {
		e := dataset.Revised{Version: v, Content: o.hash(id), Reason: fmt.Sprintf("Sửa lần %d", v), On: o.today()}
		if r, old := o.hands[id].Release, o.public[id].Release; r != nil && (old == nil || r.ID != old.ID) {
			e.Change = r.Change
		}
		o.record(id, "binh", e)
	}
	o.public[id] = o.hands[id]
}

func (o *office) publish(id string, d dataset.Description, r dataset.Release) {
	o.t.Helper()
	o.draft(id, d)
	o.attach(id, r)
	o.submit(id)
	o.approve(id, time.Time{})
}

func (o *office) revise(id string) {
	o.t.Helper()
	o.record(id, "an", dataset.RevisionOpened{Reason: "Có số liệu mới", Author: an})
}

func (o *office) drop(id string) {
	o.t.Helper()
	o.hands[id] = o.public[id]
	o.record(id, "an", dataset.RevisionDropped{Reason: "Chưa cần"})
}

func (o *office) withdraw(id string) {
	o.t.Helper()
	o.hands[id] = o.public[id]
	o.record(id, "binh", dataset.Withdrawn{Reason: "Công bố nhầm", Authority: power()})
}

func (o *office) archive(id string) {
	o.t.Helper()
	o.record(id, "binh", dataset.Archived{Reason: "Không còn dùng"})
}

func (o *office) review(id string) {
	o.t.Helper()
	o.record(id, "an", dataset.Reviewed{On: o.today()})
}

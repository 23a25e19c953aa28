package subjects_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/subject"
	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
	"minhbach/projections"
	"minhbach/projections/subjects"
	"minhbach/projections/view"
)

type desk struct {
	*testing.T
	log    eventstore.Log
	codec  *eventstore.Codec
	runner *projections.Runner
	*subjects.Reader
}

func open(t *testing.T) *desk {
	t.Helper()
	d := &desk{T: t}
	var err error
	d.log, err = sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	d.must(err)
	t.Cleanup(func() { d.log.Close() })
	d.codec, err = eventstore.NewCodec(subject.Events(), nil)
	d.must(err)
	d.runner, err = projections.Open(t.Context(), t.TempDir(), subjects.Definition(), d.log, d.codec, projections.Options{})
	d.must(err)
	t.Cleanup(func() { d.runner.Close() })
	d.Reader = subjects.NewReader(d.runner)
	return d
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

func (d *desk) happened(stream string, facts ...eventstore.Payload) {
	d.Helper()
	for _, f := range facts {
		draft, err := d.codec.Encode(eventstore.NewID(time.Now()), f, eventstore.Metadata{})
		d.must(err)
		_, err = d.log.Append(d.Context(), stream, eventstore.Any(), draft)
		d.must(err)
	}
	d.must(d.runner.ToEnd(d.Context()))
}

func day(s string) calendar.Date { return calendar.MustParse(s) }

func asked(answer, erase string) subject.ErasureRequested {
	return subject.ErasureRequested{By: "acc-one", Basis: subject.SubjectRequest, Capacity: subject.AsSubject, ReceivedOn: day("2026-03-02"),
		Acknowledge: &duty.Duty{DueDate: day(answer)}, Execute: &duty.Duty{DueDate: day(erase)}}
}

func TestWhatIsOwedSoonestComesFirst(t *testing.T) {
	d := open(t)
	d.happened("subject-a", asked("2026-03-04", "2026-03-17"), subject.Acknowledged{By: "acc-one"})
	d.happened("subject-b", asked("2026-03-09", "2026-03-23"))
	d.happened("subject-c", subject.Restricted{By: "acc-one"})
	d.happened("subject-d", asked("2026-03-04", "2026-03-17"), subject.ErasureOrdered{By: "acc-two"}, subject.Erased{})
	d.happened("subject-e", subject.Viewed{Fields: subject.Fields()})
	d.happened("reader-x", subject.DirectoryConsulted{Fields: subject.Fields()})
	all, err := d.Subjects(t.Context())
	d.must(err)
	var order []string
	for _, s := range all {
		order = append(order, s.ID+" "+s.Due().String())
	}
	if got := strings.Join(order, ", "); got != "b 2026-03-09, a 2026-03-17, d , c " {
		t.Error(got)
	}
	if s := all[2]; s.State != subject.StateErased || s.Erased == 0 || s.Ordered == 0 || s.ErasedAt.IsZero() {
		t.Errorf("%+v", s)
	}
}

func TestTheDocumentFollowsTheAggregate(t *testing.T) {
	d := open(t)
	facts := []eventstore.Payload{
		asked("2026-03-04", "2026-03-17"), subject.Restricted{}, subject.HoldPlaced{Hold: "h1", Ground: subject.Retention, Until: day("2026-12-31")},
		subject.HoldPlaced{Hold: "h2", Ground: subject.Proceedings, Until: day("2026-06-30")}, subject.Acknowledged{}, subject.HoldLifted{Hold: "h1"},
		subject.ErasureExtended{Execute: duty.Duty{DueDate: day("2026-04-01")}}, subject.ErasureRefused{Ground: subject.Retention}, subject.Notified{Channel: subject.ByLetter},
		subject.RestrictionLifted{}, asked("2026-05-04", "2026-05-18"),
	}
	root := subject.New()
	for i, f := range facts {
		d.happened("subject-a", f)
		root.Apply(f)
		s, err := d.Subject(t.Context(), "a")
		d.must(err)
		if s.State != root.State() || s.Due() != root.Due() || s.Restricted != root.Restricted() || s.Notified != root.Notified() || len(s.Holds) != len(root.Holds()) || s.Revision != int64(i) {
			t.Errorf("after %T: %+v; the aggregate is %s, due %s", f, s, root.State(), root.Due())
		}
	}
	if _, err := d.Subject(t.Context(), "b"); !errors.Is(err, view.ErrNotFound) {
		t.Error(err)
	}
}

func TestWhoseDataIsHidden(t *testing.T) {
	d := open(t)
	d.happened("subject-a", subject.Restricted{})
	d.happened("subject-b", subject.Restricted{}, subject.RestrictionLifted{})
	for range 2 { // the second time from memory
		hidden, err := d.Restricted(t.Context())
		d.must(err)
		if len(hidden) != 1 || !hidden["a"] {
			t.Errorf("%v", hidden)
		}
	}
	d.happened("subject-a", subject.RestrictionLifted{})
	if hidden, err := d.Restricted(t.Context()); err != nil || len(hidden) != 0 {
		t.Errorf("%v, %v", hidden, err)
	}
}

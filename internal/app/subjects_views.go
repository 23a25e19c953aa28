package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/subject"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// readerPrefix: what somebody read in lists stands in a stream of the reader.
const readerPrefix = "reader-"

// views collects who read what. A page that shows sealed data notes it here and goes
// on; a node writes it down within a second and when it closes. The same reader,
// person, purpose and day is noted once, on every node together, because the
// command's id follows from them.
type views struct {
	Deps

	mu      sync.Mutex
	today   calendar.Date
	noted   map[string]bool
	waiting []reading
	writing sync.Mutex
}

// reading is one entry: of one person, or of a list.
type reading struct {
	key, stream string
	by          domain.Actor
	fields      []subject.Field
	purpose     subject.Purpose
	people      int // of a list
}

// mostNoted bounds the memory of a day; beyond it what was noted may be offered to
// the log again, which knows it.
const mostNoted = 100_000

func newViews(d Deps) *views { return &views{Deps: d, noted: map[string]bool{}} }

func (v *views) view(_ context.Context, by Caller, id string, fields []subject.Field, purpose subject.Purpose) {
	if v == nil || by.Operator || by.Account == "" || by.Account == id {
		return
	}
	v.note(reading{stream: subjectPrefix + id, by: reader(by), fields: fields, purpose: purpose})
}

// consult notes that the caller read a list of people.
func (v *views) consult(by Caller, people int, fields []subject.Field, purpose subject.Purpose) {
	if v == nil || by.Operator || by.Account == "" || people == 0 {
		return
	}
	v.note(reading{stream: readerPrefix + by.Account, by: reader(by), fields: fields, purpose: purpose, people: people})
}

// reader is in which role the caller reads: the one with the widest view.
func reader(by Caller) domain.Actor {
	as := domain.Actor{Account: by.Account, OnBehalfOf: by.OnBehalfOf}
	for _, role := range []domain.Role{domain.Administrator, domain.Inspector} {
		if i := slices.IndexFunc(by.Grants, func(g view.Grant) bool { return g.Role == role }); i >= 0 {
			as.Role, as.Agency = role, by.Grants[i].Agency
			return as
		}
	}
	if len(by.Grants) > 0 {
		as.Role, as.Agency = by.Grants[0].Role, by.Grants[0].Agency
	}
	return as
}

func (v *views) note(r reading) {
	today := calendar.DateOf(v.Now())
	var fields []string
	for _, f := range r.fields {
		fields = append(fields, string(f))
	}
	r.key = strings.Join([]string{r.stream, r.by.Account, string(r.purpose), strings.Join(fields, ","), today.String()}, "\x00")
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.today != today || len(v.noted) >= mostNoted {
		v.today = today
		clear(v.noted)
	}
	if v.noted[r.key] {
		return
	}
	v.noted[r.key] = true
	v.waiting = append(v.waiting, r)
}

// keep writes down what waits. What cannot be written waits on.
func (v *views) keep(ctx context.Context) error {
	if v == nil {
		return nil
	}
	v.writing.Lock()
	defer v.writing.Unlock()
	v.mu.Lock()
	all := v.waiting
	v.waiting = nil
	v.mu.Unlock()
	for i, r := range all {
		if err := v.write(ctx, r); err != nil {
			v.mu.Lock()
			v.waiting = append(all[i:], v.waiting...)
			v.mu.Unlock()
			return err
		}
	}
	return nil
}

func (v *views) write(ctx context.Context, r reading) error {
	env := eventstore.Envelope{
		Command: eventstore.DeriveID("view", r.key), Actor: r.by.Account, Role: string(r.by.Role), Agency: r.by.Agency, OnBehalfOf: r.by.OnBehalfOf,
	}
	_, err := eventstore.Execute(ctx, v.Repo, r.stream, subject.New, nil, env,
		func(s *subject.Subject, _ eventstore.Revision) ([]domain.Event, error) {
			if r.people > 0 {
				return s.Consult(subject.Consult{By: r.by, Fields: r.fields, Purpose: r.purpose, People: r.people})
			}
			return s.View(subject.View{By: r.by, Fields: r.fields, Purpose: r.purpose})
		})
	if errors.Is(err, subject.ErrNotAllowed) {
		return nil
	}
	return mapErr(err)
}

package demo

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/projections/view"
)

// told is an item on its way through its story.
type told struct {
	*item
	id      string
	content publication.Content // as the author has it on the screen
}

// deed is one step of a story, ready to be done.
type deed struct {
	at time.Time
	do func(context.Context) error
}

// tell lets all stories happen in the order of time.
func (s *seeding) tell(ctx context.Context, all []*item, sets []*set) error {
	deeds := append(s.itemDeeds(all), s.setDeeds(sets)...)
	deeds = append(deeds, deed{s.days.day(-20).Start().Add(8 * time.Hour), s.delegate})
	slices.SortStableFunc(deeds, func(a, b deed) int { return a.at.Compare(b.at) })
	for _, d := range deeds {
		s.clock.reach(d.at)
		if err := d.do(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (s *seeding) itemDeeds(all []*item) (deeds []deed) {
	now := s.days.today.Start()
	for _, it := range all {
		t := &told{item: it}
		for _, st := range it.story {
			deeds = append(deeds, deed{st.at, func(ctx context.Context) error {
				if err := s.step(ctx, t, st); err != nil {
					return fmt.Errorf("%s, %s %s: %w", it.file, st.who, st.verb, err)
				}
				return nil
			}})
			if !st.until.IsZero() && st.until.Before(now) {
				deeds = append(deeds, deed{st.until, s.release})
			}
		}
	}
	return deeds
}

func (s *seeding) setDeeds(all []*set) (deeds []deed) {
	for _, one := range all {
		t := &toldSet{set: one}
		for _, st := range one.story {
			deeds = append(deeds, deed{st.at, func(ctx context.Context) error {
				if err := s.setStep(ctx, t, st); err != nil {
					return fmt.Errorf("%s, %s %s: %w", one.file, st.who, st.verb, err)
				}
				return nil
			}})
		}
	}
	return deeds
}

// caller is an account with the roles that it has on the day, as a session has them.
func (s *seeding) caller(login string) (app.Caller, error) {
	a, ok := s.accounts[login]
	if !ok {
		return app.Caller{}, fmt.Errorf("there is no account %s", login)
	}
	today := calendar.DateOf(s.clock.Now())
	by := app.Caller{Account: a.ID, Name: a.Name}
	for _, g := range a.Grants {
		if !today.Before(g.From) && (g.To.IsZero() || !g.To.Before(today)) {
			by.Grants = append(by.Grants, view.Grant{Role: g.Role, Agency: g.Agency, From: g.From, To: g.To})
		}
	}
	return by, nil
}

// release does what the scheduler of a running node does.
func (s *seeding) release(ctx context.Context) error {
	if err := s.n.Ready(ctx); err != nil {
		return err
	}
	_, err := s.n.App.Commands.ReleaseDue(ctx)
	return err
}

// delegate: the head of the provincial board is away for some days.
func (s *seeding) delegate(ctx context.Context) error {
	by, err := s.caller("hung")
	if err != nil {
		return err
	}
	_, err = s.n.App.Commands.DelegateAuthority(ctx, by, app.DelegateAuthority{
		Agency: s.agencies["94"], To: s.accounts["minh"].ID, Since: s.days.day(-20), Until: s.days.day(-15),
		Note: "Trưởng ban đi công tác; ủy quyền duyệt tin theo khoản 3 Điều 22",
	})
	return err
}

func (s *seeding) step(ctx context.Context, t *told, st step) error {
	by, err := s.caller(st.who)
	if err != nil {
		return err
	}
	if st.behalf != "" {
		by.OnBehalfOf = s.accounts[st.behalf].ID
	}
	do := s.n.App.Commands
	switch st.verb {
	case "drafts":
		return s.draft(ctx, by, t)
	case "revises":
		if err := t.replace(st.old, st.new); err != nil {
			return err
		}
		_, err = do.RevisePublication(ctx, by, app.RevisePublication{ID: t.id, Content: t.content})
	case "submits":
		_, err = do.SubmitPublication(ctx, by, app.SubmitPublication{ID: t.id, Note: st.remark})
	case "recalls":
		_, err = do.RecallPublication(ctx, by, app.RecallPublication{ID: t.id, Reason: st.remark})
	case "returns":
		_, err = do.ReturnPublication(ctx, by, app.ReturnPublication{ID: t.id, Reason: st.remark})
	case "approves":
		answers := map[string]string{}
		for _, c := range publication.Checks() {
			answers[c.ID] = ""
		}
		_, err = do.ApprovePublication(ctx, by, app.ApprovePublication{ID: t.id, Checklist: answers, PublishAt: st.until})
	case "corrects":
		_, err = do.OpenCorrection(ctx, by, app.OpenCorrection{ID: t.id, Reason: st.remark})
	case "drops":
		_, err = do.DropCorrection(ctx, by, app.DropCorrection{ID: t.id, Reason: st.remark})
	case "withdraws":
		_, err = do.WithdrawPublication(ctx, by, app.WithdrawPublication{ID: t.id, Reason: st.remark})
	case "archives":
		_, err = do.ArchivePublication(ctx, by, app.ArchivePublication{ID: t.id, Reason: st.remark})
	case "discards":
		_, err = do.DiscardPublication(ctx, by, app.DiscardPublication{ID: t.id, Reason: st.remark})
	}
	return err
}

func (s *seeding) draft(ctx context.Context, by app.Caller, t *told) error {
	id, ok := s.agencies[t.agency]
	if !ok {
		return fmt.Errorf("there is no agency %s", t.agency)
	}
	t.content = t.item.content
	signed := t.signed()
	for _, a := range t.attach {
		raw, err := render(a.name, signed)
		if err != nil {
			return err
		}
		stored, err := s.n.App.Files.Put(ctx, a.name, s.n.App.Limits.AttachmentBytes, bytes.NewReader(raw))
		if err != nil {
			return fmt.Errorf("%s: %w", a.name, err)
		}
		stored.Title = a.title
		t.content.Attachments = append(t.content.Attachments, stored)
	}
	r, err := s.n.App.Commands.DraftPublication(ctx, by, app.DraftPublication{Agency: id, Kind: t.kind, Content: t.content})
	t.id = r.ID
	return err
}

// signed is the text as it was signed: what is mistyped on the portal and corrected
// later was right on paper from the beginning.
func (t *told) signed() publication.Content {
	paper := told{content: t.item.content}
	for _, st := range t.story {
		if st.verb == "revises" {
			_ = paper.replace(st.old, st.new) // told when the step comes
		}
	}
	return paper.content
}

// replace changes words of the text, as an editor does.
func (t *told) replace(from, to string) error {
	found := false
	for _, text := range []*string{&t.content.Title, &t.content.Summary, &t.content.Body} {
		if strings.Contains(*text, from) {
			*text, found = strings.ReplaceAll(*text, from, to), true
		}
	}
	if !found {
		return fmt.Errorf("the text does not hold %q", from)
	}
	return nil
}

package publication

import (
	"testing"
	"time"

	"minhbach/domain"
)

var friday = at("2026-03-06")

func release(now time.Time) Release {
	return Release{Deed: Deed{By: clock, Now: now}, Content: Hash(story())}
}

func TestEmbargo(t *testing.T) {
	hash := Hash(story())
	a := approve(hoa, hash)
	a.PublishAt = friday
	p := submitted(t).when(a).then(
		ChecklistCompleted{Content: hash, Items: affirmed(), Authority: *seat(hoa, PositionMember)},
		Approved{Version: 1, Content: hash, Authority: *seat(hoa, PositionMember), PublishAt: friday.UTC()},
	)
	if p.State() != StateApproved || p.State().Public() || p.ReleaseDue(friday.Add(-1)) || !p.ReleaseDue(friday) {
		t.Errorf("%s", p.State())
	}
	embargoed(t, friday).when(release(friday)).then(Published{Version: 1, Content: hash, On: day("2026-03-06")})

	t.Run("one that is over already means at once", func(t *testing.T) {
		a := approve(hoa, hash)
		a.PublishAt = monday
		submitted(t).happens(a).state(StatePublished)
	})
	t.Run("more than a year is a slip", func(t *testing.T) {
		a := approve(hoa, hash)
		a.PublishAt = monday.AddDate(2, 0, 0)
		submitted(t).when(a).refused(ErrEmbargoFar)
	})
}

func TestReleaseRefusals(t *testing.T) {
	embargoed(t, friday).when(release(friday.Add(-time.Second))).refused(ErrEmbargoed)
	other := release(friday)
	other.Content = Hash(corrected())
	embargoed(t, friday).when(other).refused(ErrContentChanged)
	person := release(friday)
	person.By = domain.Actor{Account: "tuan", Role: domain.BoardHead, Agency: portal}
	embargoed(t, friday).when(person).refused(ErrRole)
	submitted(t).when(release(friday)).refused(ErrState)
	embargoed(t, friday).happens(release(friday)).when(release(friday)).refused(ErrState)
	given(t).when(release(friday)).refused(ErrNotFound)
}

func TestRevokeApproval(t *testing.T) {
	back := RevokeApproval{Deed: by(tuan), Authority: seat(tuan, PositionHead), Reason: "Có tin mới"}
	p := embargoed(t, friday).when(back).then(ApprovalRevoked{Reason: "Có tin mới"})
	if _, ok := p.Approval(); ok || p.State() != StateReturned || p.ReleaseDue(friday) {
		t.Errorf("%s, the approval still holds", p.State())
	}
	s := embargoed(t, friday).happens(back)
	s.when(release(friday)).refused(ErrState)
	s.happens(Submit{Deed: by(lan)})
	a := approve(hoa, Hash(story()))
	a.Checklist = nil
	s.when(a).refused(ErrChecklist)

	late := back
	late.Now = friday.Add(time.Hour) // the scheduler is late, so it can still be stopped
	embargoed(t, friday).happens(late)
	back.Reason = ""
	embargoed(t, friday).when(back).refused(ErrReason)
	back = RevokeApproval{Deed: by(tuan), Reason: "x"}
	embargoed(t, friday).when(back).refused(ErrNoAuthority)
}

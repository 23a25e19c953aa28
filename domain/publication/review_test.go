package publication

import (
	"testing"
	"time"

	"minhbach/domain"
)

func TestSubmitNamesTheContentHash(t *testing.T) {
	p := drafted(t).when(Submit{Deed: by(lan), Note: " gấp "}).then(Submitted{Content: Hash(story()), Note: "gấp"})
	if p.Submitted() != Hash(story()) {
		t.Error("what waits for approval is not what was submitted")
	}
}

func TestRecallAndReturn(t *testing.T) {
	submitted(t).when(Recall{Deed: by(lan)}).then(Recalled{})
	submitted(t).when(Recall{Deed: by(minh), Reason: "Sửa thêm"}).then(Recalled{Reason: "Sửa thêm"})
	stranger := lan
	stranger.Account = "other"
	submitted(t).when(Recall{Deed: by(stranger)}).refused(ErrNotYours)

	back := Return{Deed: by(hoa), Authority: seat(hoa, PositionMember), Reason: "Thiếu nguồn"}
	p := submitted(t).when(back).then(Returned{Reason: "Thiếu nguồn"})
	if p.Submitted() != "" {
		t.Error("it still waits for approval")
	}
	back.Reason = " "
	submitted(t).when(back).refused(ErrReason)
	back = Return{Deed: by(hoa), Reason: "Thiếu nguồn"}
	submitted(t).when(back).refused(ErrNoAuthority)
	back = Return{Deed: by(minh), Authority: seat(minh, PositionMember), Reason: "Thiếu nguồn"}
	submitted(t).when(back).refused(ErrRole)
}

func TestApproveAtOnceIsOneDecision(t *testing.T) {
	hash := Hash(story())
	p := submitted(t).when(approve(hoa, hash)).then(
		ChecklistCompleted{Content: hash, Items: affirmed(), Authority: *seat(hoa, PositionMember)},
		Approved{Version: 1, Content: hash, Authority: *seat(hoa, PositionMember)},
		Published{Version: 1, Content: hash, On: day("2026-03-02")},
	)
	if p.State() != StatePublished || p.Version() != 1 || p.PublishedOn() != day("2026-03-02") {
		t.Errorf("%s, version %d", p.State(), p.Version())
	}
	if c, h := p.Public(); Hash(c) != hash || h != hash {
		t.Error("the public content is not the approved one")
	}
	if len(p.Authors()) != 0 {
		t.Errorf("authors after publication: %v", p.Authors())
	}
}

func TestPublicationDayIsThatOfVietNam(t *testing.T) {
	a := approve(hoa, Hash(story()))
	a.Now = time.Date(2026, 3, 1, 17, 30, 0, 0, time.UTC) // half past midnight on 2 March
	got, err := submitted(t).now().Approve(a)
	if err != nil || got[2].(Published).On != day("2026-03-02") {
		t.Errorf("%v %v", got, err)
	}
}

func TestApproveWithChecklistOfAnotherMember(t *testing.T) {
	hash := Hash(story())
	check := CompleteChecklist{Deed: by(tuan), Authority: seat(tuan, PositionHead), Content: hash, Items: affirmed()}
	a := approve(hoa, hash)
	a.Checklist = nil
	submitted(t).when(a).refused(ErrChecklist)
	s := submitted(t).happens(check)
	if c, ok := s.now().Checklist(); !ok || c.Authority.Account != "tuan" {
		t.Errorf("checklist: %+v %v", c, ok)
	}
	s.happens(a).state(StatePublished)

	t.Run("returned and submitted again, it must be made again", func(t *testing.T) {
		s := submitted(t).happens(check, Return{Deed: by(hoa), Authority: seat(hoa, PositionMember), Reason: "Xem lại"}, Submit{Deed: by(lan)})
		s.when(a).refused(ErrChecklist)
	})
	t.Run("it holds for exactly one content", func(t *testing.T) {
		s := submitted(t).happens(check, Recall{Deed: by(lan)}, revise(lan, corrected()), Submit{Deed: by(lan)})
		a := a
		a.Content = Hash(corrected())
		s.when(a).refused(ErrChecklist)
	})
	t.Run("whoever made it and then wrote, there and back, spoils it", func(t *testing.T) {
		s := submitted(t).happens(check, Recall{Deed: by(lan)}, revise(tuan, corrected()), revise(tuan, story()), Submit{Deed: by(lan)})
		s.when(a).refused(ErrChecklistAuthor)
	})
}

func TestChecklistRefusals(t *testing.T) {
	hash := Hash(story())
	check := CompleteChecklist{Deed: by(tuan), Authority: seat(tuan, PositionHead), Content: hash, Items: affirmed()}
	few := check
	few.Items = map[string]string{"accuracy": ""}
	submitted(t).when(few).refused(ErrCheckMissing)
	more := check
	more.Items = affirmed()
	more.Items["beauty"] = ""
	submitted(t).when(more).refused(ErrCheckUnknown)
	other := check
	other.Content = Hash(corrected())
	submitted(t).when(other).refused(ErrContentChanged)
	none := check
	none.Authority = nil
	submitted(t).when(none).refused(ErrNoAuthority)
	drafted(t).when(check).refused(ErrState)

	a := approve(hoa, hash)
	a.Checklist = map[string]string{}
	submitted(t).when(a).refused(ErrCheckMissing)
}

func TestApproveNeedsAuthority(t *testing.T) {
	hash := Hash(story())
	for name, change := range map[string]func(*Approve){
		"none":             func(a *Approve) { a.Authority = nil },
		"of somebody else": func(a *Approve) { a.Authority.Account = "tuan" },
		"elsewhere":        func(a *Approve) { a.Authority.Agency = "agency-2" },
		"not yet":          func(a *Approve) { a.Authority.From = day("2026-03-03") },
		"no longer":        func(a *Approve) { a.Authority.To = day("2026-03-01") },
		"without term":     func(a *Approve) { a.Authority.From = day("2026-03-02").AddDays(0); a.Authority.From = noDate },
		"of an agency head": func(a *Approve) {
			a.Authority.Position = PositionAgencyHead
		},
		"from oneself":                       func(a *Approve) { a.Authority.Delegator = "hoa" },
		"in a name that lent nothing":        func(a *Approve) { a.By.OnBehalfOf = "tuan" },
		"in a name other than the lender's":  func(a *Approve) { a.By.OnBehalfOf, a.Authority.Delegator = "tuan", "chief" },
		"at an agency that is not her today": func(a *Approve) { a.Authority.Agency = "" },
	} {
		t.Run(name, func(t *testing.T) {
			a := approve(hoa, hash)
			change(&a)
			submitted(t).when(a).refused(ErrNoAuthority)
		})
	}
	for _, role := range []domain.Role{domain.Inspector, domain.Administrator, domain.Editor, domain.Contributor, domain.AgencyHead} {
		a := approve(hoa, hash)
		a.By.Role = role
		submitted(t).when(a).refused(ErrRole)
	}
	t.Run("the last day of a term still counts", func(t *testing.T) {
		a := approve(hoa, hash)
		a.Authority.To = day("2026-03-02")
		submitted(t).happens(a)
	})
	t.Run("an editor may on a power that was lent", func(t *testing.T) {
		a := approve(minh, hash)
		a.Authority.Delegator, a.By.OnBehalfOf = "tuan", "tuan"
		submitted(t).happens(a)
	})
}

var noDate = Authority{}.From

func TestFourEyes(t *testing.T) {
	hash := Hash(story())
	asHead := func(account string) domain.Actor {
		return domain.Actor{Account: account, Role: domain.BoardHead, Agency: portal}
	}
	lent := func(who domain.Actor, from string) Approve {
		a := approve(who, hash)
		a.Authority.Delegator, a.By.OnBehalfOf = from, from
		return a
	}
	t.Run("the author, in a higher role since", func(t *testing.T) {
		submitted(t).when(approve(asHead("lan"), hash)).refused(ErrSamePerson)
	})
	t.Run("whoever changed a word, even when it was changed back", func(t *testing.T) {
		s := drafted(t).happens(revise(hoa, corrected()), revise(minh, story()), Submit{Deed: by(lan)})
		s.when(approve(hoa, hash)).refused(ErrSamePerson)
		s.happens(approve(tuan, hash))
	})
	t.Run("the author's deputy", func(t *testing.T) {
		submitted(t).when(lent(hoa, "lan")).refused(ErrSamePerson)
	})
	t.Run("on the author's power, in one's own name", func(t *testing.T) {
		a := lent(hoa, "lan")
		a.By.OnBehalfOf = ""
		submitted(t).when(a).refused(ErrSamePerson)
	})
	t.Run("in whose name it was written", func(t *testing.T) {
		d := draftOf(News, story())
		d.By.OnBehalfOf = "hoa"
		s := given(t).happens(d, Submit{Deed: by(lan)})
		s.when(approve(hoa, hash)).refused(ErrSamePerson)
		s.happens(approve(tuan, hash))
	})
	t.Run("the checklist too", func(t *testing.T) {
		c := CompleteChecklist{Deed: by(asHead("lan")), Authority: seat(lan, PositionHead), Content: hash, Items: affirmed()}
		submitted(t).when(c).refused(ErrSamePerson)
	})
	t.Run("a translator is an author", func(t *testing.T) {
		c := story()
		c.Translations = map[string]Translation{"en": {Title: "Fair"}}
		s := drafted(t).happens(revise(hoa, c), Submit{Deed: by(lan)})
		s.when(approve(hoa, s.now().Hash())).refused(ErrSamePerson)
	})
	t.Run("whoever opened a correction is its author", func(t *testing.T) {
		s := published(t).happens(OpenCorrection{Deed: by(hoa), Reason: "Thiếu giờ"}, revise(minh, corrected()), Submit{Deed: by(minh)})
		s.when(approve(hoa, Hash(corrected()))).refused(ErrSamePerson)
	})
	t.Run("the author of the first version may approve a correction by others", func(t *testing.T) {
		s := correcting(t).happens(Submit{Deed: by(minh)}, approve(asHead("lan"), Hash(corrected())))
		s.state(StatePublished)
	})
	t.Run("after a return the cycle goes on", func(t *testing.T) {
		s := drafted(t).happens(revise(hoa, corrected()), Submit{Deed: by(lan)},
			Return{Deed: by(hoa), Authority: seat(hoa, PositionMember), Reason: "Thôi"}, revise(lan, story()), Submit{Deed: by(lan)})
		s.when(approve(hoa, hash)).refused(ErrSamePerson)
	})
}

func TestApproveRefusesAnotherContent(t *testing.T) {
	submitted(t).when(approve(hoa, Hash(corrected()))).refused(ErrContentChanged)
	submitted(t).when(approve(hoa, "")).refused(ErrContentChanged)
	drafted(t).when(approve(hoa, Hash(story()))).refused(ErrState)
}

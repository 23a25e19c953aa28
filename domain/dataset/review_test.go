package dataset

import (
	"testing"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
)

func TestApproveAtOnce(t *testing.T) {
	hash := Hash(content(data(1)))
	submitted(t, data(1)).when(approval(hoa, hash)).Then(
		ChecklistCompleted{Content: hash, Items: affirmed(), Authority: *member(hoa)},
		Approved{Version: 1, Content: hash, Authority: *member(hoa)},
		Published{Version: 1, Content: hash, On: day("2026-03-02")},
	)
	d := published(t).now()
	if c, h := d.Public(); h != hash || c.Release.ID != uuid(1) || d.FirstOn() != day("2026-03-02") || d.LastOn() != d.FirstOn() ||
		d.DataVersion() != 1 || !d.State().Public() || len(d.Authors()) != 0 || d.ID() != "d-1" || d.Slug() != "dien-tich-lua" || d.Agency() != portal {
		t.Errorf("%+v", d)
	}
}

func TestFourEyes(t *testing.T) {
	hash := Hash(content(data(1)))
	wroteToo := minh
	wroteToo.Role = domain.BoardMember
	s := attached(t, data(1)).happens(Submit{Deed: by(minh)})
	author := lan
	author.Role = domain.BoardMember
	s.refuses(ErrSamePerson, approval(author, hash), CompleteChecklist{by(author), member(author), hash, affirmed()})

	lender := hoa
	lender.OnBehalfOf = "lan"
	lent := approval(lender, hash)
	lent.Authority.Delegator = "lan"
	s.refuses(ErrSamePerson, lent)

	// Attaching and describing make an author, as drafting does.
	hands := attached(t, data(1)).happens(Attach{by(minh), data(2)}, Submit{Deed: by(minh)})
	hands.refuses(ErrSamePerson, approval(wroteToo, hands.now().Hash()))
	words := about()
	words.Method = "Điều tra mẫu"
	hands = attached(t, data(1)).happens(Describe{Deed: by(minh), Description: words}, Submit{Deed: by(lan)})
	hands.refuses(ErrSamePerson, approval(wroteToo, hands.now().Hash()))
}

func TestApproveRefusals(t *testing.T) {
	hash := Hash(content(data(1)))
	s := submitted(t, data(1))
	s.refuses(ErrContentChanged, approval(hoa, Hash(content(data(2)))))
	a := approval(hoa, hash)
	a.Authority = nil
	s.refuses(ErrNoAuthority, a)
	a = approval(hoa, hash)
	a.Checklist = nil
	s.refuses(ErrChecklist, a)
	a.Checklist = map[string]string{"accuracy": ""}
	s.refuses(ErrCheckMissing, a)
	a = approval(hoa, hash)
	a.PublishAt = friday.AddDate(2, 0, 0)
	s.refuses(ErrEmbargoFar, a)
	s.refuses(ErrRole, approval(lan, hash), ReleaseDue{by(minh), hash})
	attached(t, data(1)).refuses(ErrState, approval(hoa, hash))
}

func TestEmbargo(t *testing.T) {
	hash := Hash(content(data(1)))
	a := approval(hoa, hash)
	a.PublishAt = friday
	s := submitted(t, data(1)).happens(a).in(editorial.StateApproved)
	if _, ok := s.now().Approval(); !ok || s.now().ReleaseDue(monday) || !s.now().ReleaseDue(friday) || s.now().State().Public() {
		t.Error("the embargo does not hold")
	}
	s.refuses(ErrEmbargoed, ReleaseDue{on(clock, monday), hash})
	s.refuses(ErrContentChanged, ReleaseDue{on(clock, friday), "other"})
	s.when(ReleaseDue{on(clock, friday), hash}).Then(Published{Version: 1, Content: hash, On: day("2026-03-06")})
	s.when(RevokeApproval{by(tuan), seat(tuan, editorial.PositionHead), "Số liệu chưa chốt"}).Then(ApprovalRevoked{Reason: "Số liệu chưa chốt"})
	s.refuses(ErrNoAuthority, RevokeApproval{by(tuan), nil, "x"})
	s.refuses(ErrReason, RevokeApproval{by(tuan), member(tuan), " "})
}

func TestFindingsBlockUntilASecondPersonAnswers(t *testing.T) {
	hash := Hash(content(risky(1)))
	clearing := ClearPersonalData{by(tuan), member(tuan), hash, "Số máy của trụ sở, đã công khai"}
	s := submitted(t, risky(1))
	s.refuses(ErrFindings, approval(hoa, hash))
	s.when(clearing).Then(PersonalDataCleared{Content: hash, Release: uuid(1), Reason: clearing.Reason, Authority: *member(tuan)})

	cleared := submitted(t, risky(1)).happens(clearing)
	if c, ok := cleared.now().Cleared(); !ok || c.Authority.Account != "tuan" {
		t.Error("the clearing is not told")
	}
	cleared.happens(approval(hoa, hash)).in(editorial.StatePublished)
	submitted(t, risky(1)).happens(clearing, approval(tuan, hash)).in(editorial.StatePublished)
	embargoed := approval(hoa, hash)
	embargoed.PublishAt = friday
	s.refuses(ErrFindings, embargoed)

	short := clearing
	short.Reason = "đã xem ạ"
	s.refuses(ErrReasonShort, short)
	short.Reason = ""
	s.refuses(ErrReason, short)
	other := clearing
	other.Content = Hash(content(data(1)))
	s.refuses(ErrContentChanged, other)
	unseated := clearing
	unseated.Authority = nil
	s.refuses(ErrNoAuthority, unseated)
	author := lan
	author.Role = domain.BoardMember
	s.refuses(ErrSamePerson, ClearPersonalData{by(author), member(author), hash, clearing.Reason})
	submitted(t, data(1)).refuses(ErrNothingToClear, ClearPersonalData{by(tuan), member(tuan), Hash(content(data(1))), clearing.Reason})
	attached(t, risky(1)).refuses(ErrState, clearing)
}

func TestClearingIsForgotten(t *testing.T) {
	hash := Hash(content(risky(1)))
	clearing := ClearPersonalData{by(tuan), member(tuan), hash, "Số máy của trụ sở, đã công khai"}
	back := Return{by(hoa), member(hoa), "Bỏ cột điện thoại"}
	s := submitted(t, risky(1)).happens(clearing, back, Submit{Deed: by(lan)})
	if _, ok := s.now().Cleared(); ok {
		t.Error("a return did not forget the clearing")
	}
	s.refuses(ErrFindings, approval(hoa, hash))

	// Changed and changed back: the hash is the same, the clearing is gone.
	words := about()
	words.Method = "khác"
	s = submitted(t, risky(1)).happens(clearing, Recall{Deed: by(lan)},
		Describe{Deed: by(lan), Description: words}, Describe{Deed: by(lan), Description: about()}, Submit{Deed: by(lan)})
	if s.now().Submitted() != hash {
		t.Fatal("not the same content")
	}
	s.refuses(ErrFindings, approval(hoa, hash))

	// Whoever cleared and then wrote is no second person.
	writer := tuan
	s = submitted(t, risky(1)).happens(clearing, Recall{Deed: by(lan)}, Describe{Deed: by(writer), Description: words})
	s.happens(Submit{Deed: by(lan)}).refuses(ErrFindings, approval(hoa, s.now().Hash()))

	// Recalled and sent again unchanged: it still speaks of this content.
	submitted(t, risky(1)).happens(clearing, Recall{Deed: by(lan)}, Submit{Deed: by(lan)}, approval(hoa, hash)).in(editorial.StatePublished)

	// The next version is another content, even with the same data.
	s = submitted(t, risky(1)).happens(clearing, approval(hoa, hash), OpenRevision{by(minh), "Cách làm"},
		Describe{Deed: by(minh), Description: words}, Submit{Deed: by(minh)})
	s.refuses(ErrFindings, approval(hoa, s.now().Hash()))
}

func TestReturnAndRecall(t *testing.T) {
	s := submitted(t, data(1))
	s.when(Return{by(hoa), member(hoa), "Thiếu đơn vị"}).Then(Returned{Reason: "Thiếu đơn vị"})
	s.when(Recall{by(lan), ""}).Then(Recalled{})
	s.refuses(ErrReason, Return{by(hoa), member(hoa), ""})
	s.refuses(ErrNoAuthority, Return{by(hoa), nil, "x"})
	inspector := hoa
	inspector.Role = domain.Inspector
	s.refuses(ErrRole, Return{by(inspector), member(hoa), "x"})
	published(t).refuses(ErrState, Recall{Deed: by(minh)})
}

func TestChecklistBeforehand(t *testing.T) {
	hash := Hash(content(data(1)))
	list := CompleteChecklist{by(hoa), member(hoa), hash, affirmed()}
	s := submitted(t, data(1))
	s.when(list).Then(ChecklistCompleted{Content: hash, Items: affirmed(), Authority: *member(hoa)})
	a := approval(tuan, hash)
	a.Checklist = nil
	s.happens(list, a).in(editorial.StatePublished)
	list.Items = map[string]string{"speed": ""}
	submitted(t, data(1)).refuses(ErrCheckUnknown, list)
}

func TestReview(t *testing.T) {
	later := calendar.MustParse("2026-08-03").Start()
	s := published(t)
	s.when(Review{Deed: on(minh, later), Note: "Vẫn đúng"}).Then(Reviewed{Note: "Vẫn đúng", On: day("2026-08-03")})
	if got := s.happens(Review{Deed: on(minh, later)}).now().ReviewedOn(); got != day("2026-08-03") {
		t.Error(got)
	}
	if got := published(t).now().ReviewedOn(); got != day("2026-03-02") {
		t.Error(got)
	}
	s.refuses(ErrRole, Review{Deed: by(lan)})
	revising(t).refuses(ErrState, Review{Deed: by(minh)})
	drafted(t).refuses(ErrState, Review{Deed: by(minh)})
}

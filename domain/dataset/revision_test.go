package dataset

import (
	"testing"

	"minhbach/domain/editorial"
)

func TestRevisionKeepsThePublicVersionUp(t *testing.T) {
	s := revising(t).in(editorial.StateCorrection)
	if c, hash := s.now().Public(); c.Release.ID != uuid(1) || hash != Hash(content(data(1))) || !s.now().State().Public() || !s.now().NewData() {
		t.Error("the public version changed before the revision was approved")
	}
	s.happens(Submit{Deed: by(minh)})
	hash := Hash(content(newer(2)))
	s.when(approval(hoa, hash)).Then(
		ChecklistCompleted{Content: hash, Items: affirmed(), Authority: *member(hoa)},
		Approved{Version: 2, Content: hash, Authority: *member(hoa)},
		Revised{Version: 2, Content: hash, Change: Correction, Reason: "Số liệu hai xã bị hoán đổi", On: day("2026-03-02")},
	)
	d := s.happens(approval(hoa, hash)).now()
	if c, _ := d.Public(); c.Release.ID != uuid(2) || d.Version() != 2 || d.DataVersion() != 2 || d.RevisionReason() != "" {
		t.Errorf("%+v", d)
	}
	if all := d.Releases(); !all[uuid(1)] || !all[uuid(2)] {
		t.Error("a release was forgotten")
	}
}

func TestOpenRevision(t *testing.T) {
	s := published(t)
	s.when(OpenRevision{by(minh), "Thêm năm 2026"}).Then(RevisionOpened{Reason: "Thêm năm 2026", Author: wrote(minh)})
	s.refuses(ErrRole, OpenRevision{by(lan), "x"})
	s.refuses(ErrReason, OpenRevision{by(minh), ""})
	revising(t).refuses(ErrState, OpenRevision{by(minh), "x"})
	drafted(t).refuses(ErrState, OpenRevision{by(minh), "x"})
	opener := minh
	opener.Role = "board_member"
	s = published(t).happens(OpenRevision{by(minh), "x"}, Attach{by(hoa), newer(2)}, Submit{Deed: by(hoa)})
	s.refuses(ErrSamePerson, approval(opener, s.now().Hash()))
}

func TestDropRevision(t *testing.T) {
	revising(t).when(DropRevision{by(minh), "Nhầm tệp"}).Then(RevisionDropped{Reason: "Nhầm tệp"})
	d := revising(t).happens(DropRevision{by(minh), "Nhầm tệp"}).now()
	if d.State() != editorial.StatePublished || d.Hash() != Hash(content(data(1))) || len(d.Authors()) != 0 {
		t.Errorf("%s, authors %v", d.State(), d.Authors())
	}
	revising(t).refuses(ErrReason, DropRevision{by(minh), ""})
	published(t).refuses(ErrState, DropRevision{by(minh), "x"})
}

func TestWithdraw(t *testing.T) {
	w := Withdraw{by(tuan), seat(tuan, editorial.PositionHead), "Lộ thông tin hộ dân"}
	published(t).when(w).Then(Withdrawn{Reason: w.Reason, Authority: *w.Authority})
	d := revising(t).happens(Submit{Deed: by(minh)}, w).now()
	if tomb, ok := d.Tombstone(); !ok || tomb.Reason != w.Reason || d.State().Public() || d.Submitted() != "" || d.Content().Release.ID != uuid(1) {
		t.Errorf("%+v", d)
	}
	published(t).happens(Withdraw{by(chief), seat(chief, editorial.PositionAgencyHead), "x"}).in(editorial.StateWithdrawn)
	lent := Withdraw{by(tuan), seat(tuan, editorial.PositionHead), "x"}
	lent.Authority.Delegator = "chief"
	published(t).refuses(ErrPosition, Withdraw{by(hoa), member(hoa), "x"}, lent)
	published(t).refuses(ErrNoAuthority, Withdraw{by(tuan), nil, "x"})
	published(t).refuses(ErrReason, Withdraw{by(tuan), seat(tuan, editorial.PositionHead), ""})
	published(t).refuses(ErrRole, Withdraw{by(minh), member(minh), "x"})
	drafted(t).refuses(ErrState, w)
}

func TestArchive(t *testing.T) {
	a := Archive{by(minh), "Chương trình đã kết thúc"}
	published(t).when(a).Then(Archived{Reason: a.Reason})
	if s := published(t).happens(a).now().State(); s != editorial.StateArchived || !s.Public() {
		t.Error(s)
	}
	w := Withdraw{by(tuan), seat(tuan, editorial.PositionHead), "x"}
	published(t).happens(w, a).in(editorial.StateWithdrawnArchived)
	published(t).happens(a, w, a).in(editorial.StateWithdrawnArchived)
	published(t).refuses(ErrReason, Archive{Deed: by(minh)})
	published(t).refuses(ErrRole, Archive{by(lan), "x"})
	revising(t).refuses(ErrState, a)
}

func TestDiscard(t *testing.T) {
	attached(t, data(1)).when(Discard{by(lan), "Trùng"}).Then(Discarded{Reason: "Trùng"})
	drafted(t).refuses(ErrReason, Discard{Deed: by(lan)})
	stranger := lan
	stranger.Account = "other"
	drafted(t).refuses(ErrNotYours, Discard{by(stranger), "x"})
	published(t).refuses(ErrState, Discard{by(minh), "x"})
}

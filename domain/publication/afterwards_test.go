package publication

import (
	"testing"

	"minhbach/domain"
)

func TestCorrectionKeepsThePublicVersionUp(t *testing.T) {
	s := correcting(t).state(StateCorrection)
	if c, hash := s.now().Public(); c.Body != story().Body || hash != Hash(story()) || !s.now().State().Public() {
		t.Error("the public version changed before the correction was approved")
	}
	s.happens(Submit{Deed: by(minh)})
	hash := Hash(corrected())
	p := s.when(approve(hoa, hash)).then(
		ChecklistCompleted{Content: hash, Items: affirmed(), Authority: *seat(hoa, PositionMember)},
		Approved{Version: 2, Content: hash, Authority: *seat(hoa, PositionMember)},
		Corrected{Version: 2, Content: hash, Reason: "Thiếu giờ mở cửa", On: day("2026-03-02")},
	)
	if c, _ := p.Public(); c.Body != corrected().Body || p.Version() != 2 {
		t.Error("the correction is not public")
	}
}

func TestCorrectionRefusals(t *testing.T) {
	published(t).when(OpenCorrection{Deed: by(lan), Reason: "x"}).refused(ErrRole)
	published(t).when(OpenCorrection{Deed: by(minh)}).refused(ErrReason)
	s := published(t).happens(OpenCorrection{Deed: by(minh), Reason: "Thiếu giờ"})
	s.when(Submit{Deed: by(minh)}).refused(ErrNothingCorrected)
	s.when(OpenCorrection{Deed: by(minh), Reason: "x"}).refused(ErrState)
	s.when(DropCorrection{Deed: by(minh)}).refused(ErrReason)
	s.when(Discard{Deed: by(minh), Reason: "x"}).refused(ErrState)
}

func TestDroppedCorrectionLeavesNoTrace(t *testing.T) {
	p := correcting(t).when(DropCorrection{Deed: by(minh), Reason: "Nhầm"}).then(CorrectionDropped{Reason: "Nhầm"})
	if p.State() != StatePublished || p.Hash() != Hash(story()) || len(p.Authors()) != 0 || p.CorrectionReason() != "" {
		t.Errorf("%s, authors %v", p.State(), p.Authors())
	}
}

func TestWithdraw(t *testing.T) {
	w := Withdraw{Deed: by(tuan), Authority: seat(tuan, PositionHead), Reason: "Sai thẩm quyền"}
	p := published(t).when(w).then(Withdrawn{Reason: "Sai thẩm quyền", Authority: *w.Authority})
	if tomb, ok := p.Tombstone(); !ok || tomb.Reason != "Sai thẩm quyền" || p.State().Public() || !p.State().Tombstone() {
		t.Errorf("%s", p.State())
	}
	s := correcting(t).happens(Submit{Deed: by(minh)}, w)
	if p := s.now(); p.State() != StateWithdrawn || p.Submitted() != "" || p.Hash() != Hash(story()) {
		t.Error("the correction outlived the withdrawal")
	}
	byChief := Withdraw{Deed: by(chief), Authority: seat(chief, PositionAgencyHead), Reason: "x"}
	published(t).happens(byChief)
	deputy := Withdraw{Deed: by(hoa), Authority: seat(hoa, PositionDeputy), Reason: "x"}
	published(t).happens(deputy)

	member := Withdraw{Deed: by(hoa), Authority: seat(hoa, PositionMember), Reason: "x"}
	published(t).when(member).refused(ErrPosition)
	borrowed := w
	borrowed.Authority = seat(tuan, PositionHead)
	borrowed.Authority.Delegator = "chief"
	published(t).when(borrowed).refused(ErrPosition)
	w.Authority = nil
	published(t).when(w).refused(ErrNoAuthority)
	w.By = minh
	published(t).when(w).refused(ErrRole)
	drafted(t).when(byChief).refused(ErrState)
}

func TestArchiveNeverShowsAgainWhatWasWithdrawn(t *testing.T) {
	old := Archive{Deed: by(minh), Reason: "Hết hiệu lực"}
	p := published(t).when(old).then(Archived{Reason: "Hết hiệu lực"})
	if p.State() != StateArchived || !p.State().Public() {
		t.Errorf("%s", p.State())
	}
	w := Withdraw{Deed: by(tuan), Authority: seat(tuan, PositionHead), Reason: "x"}
	published(t).happens(w, old).state(StateWithdrawnArchived)
	published(t).happens(old, w).state(StateWithdrawn).happens(old).state(StateWithdrawnArchived)
	if StateWithdrawnArchived.Public() {
		t.Error("a withdrawn item is shown again")
	}
	published(t).when(Archive{Deed: by(minh)}).refused(ErrReason)
	published(t).when(Archive{Deed: by(lan), Reason: "x"}).refused(ErrRole)
}

func TestDiscard(t *testing.T) {
	drafted(t).when(Discard{Deed: by(lan), Reason: "Trùng"}).then(Discarded{Reason: "Trùng"})
	stranger := lan
	stranger.Account = "other"
	drafted(t).when(Discard{Deed: by(stranger), Reason: "Trùng"}).refused(ErrNotYours)
	drafted(t).when(Discard{Deed: by(lan)}).refused(ErrReason)
	published(t).when(Discard{Deed: by(minh), Reason: "Trùng"}).refused(ErrState)
}

func TestInspectorAndAdministratorCanDoNothing(t *testing.T) {
	for _, role := range []domain.Role{domain.Inspector, domain.Administrator} {
		for _, c := range Commands() {
			for _, allowed := range RolesFor(c) {
				if allowed == role {
					t.Errorf("%s may %s", role, c)
				}
			}
		}
	}
	if len(RolesFor(CommandRelease)) != 0 {
		t.Error("people may release")
	}
}

package dataset

import (
	"errors"
	"strings"
	"testing"

	"minhbach/domain"
	"minhbach/domain/editorial"
	"minhbach/domain/fault"
)

// inState is a history that ends in the state, by commands that people gave.
// Where data can be attached or cleared, there is some in hand.
func inState(t *testing.T, s State) *story {
	t.Helper()
	clearing := ClearPersonalData{by(tuan), member(tuan), Hash(content(risky(1))), "Số máy của trụ sở, đã công khai"}
	embargo := func(c Content) Approve {
		a := approval(hoa, Hash(c))
		a.PublishAt = friday
		return a
	}
	first := embargo(content(data(1)))
	revised := risky(2)
	revised.Change, revised.Reason = Revision, "Cách tính mới"
	revisingRisk := func() *story {
		return published(t).happens(OpenRevision{by(minh), "x"}, Attach{by(minh), revised})
	}
	withdraw := Withdraw{by(tuan), seat(tuan, editorial.PositionHead), "x"}
	archive := Archive{by(minh), "x"}
	back := Return{by(hoa), member(hoa), "x"}
	switch s {
	case editorial.StateNew:
		return &story{t: t}
	case editorial.StateDraft:
		return attached(t, data(1))
	case editorial.StateSubmitted:
		return submitted(t, risky(1)).happens(clearing)
	case editorial.StateReturned:
		return submitted(t, data(1)).happens(back)
	case editorial.StateApproved:
		return submitted(t, data(1)).happens(first)
	case editorial.StatePublished:
		return published(t)
	case editorial.StateCorrection:
		return revising(t)
	case editorial.StateCorrectionSubmitted:
		again := clearing
		again.Content = Hash(content(revised))
		return revisingRisk().happens(Submit{Deed: by(minh)}, again)
	case editorial.StateCorrectionReturned:
		return revisingRisk().happens(Submit{Deed: by(minh)}, back)
	case editorial.StateCorrectionApproved:
		return revising(t).happens(Submit{Deed: by(minh)}, embargo(content(newer(2))))
	case editorial.StateWithdrawn:
		return published(t).happens(withdraw)
	case editorial.StateArchived:
		return published(t).happens(archive)
	case editorial.StateWithdrawnArchived:
		return published(t).happens(withdraw, archive)
	case editorial.StateDisposed:
		return published(t).happens(archive, disposing())
	case editorial.StateDiscarded:
		return drafted(t).happens(Discard{by(minh), "x"})
	}
	t.Fatalf("no history leads to %s", s)
	return nil
}

// wellFormed is a command with nothing against it but, perhaps, the state.
func wellFormed(c Command, d *Dataset) any {
	other := about()
	other.Method = "Tổng hợp báo cáo xã"
	switch c {
	case editorial.CommandDraft:
		return Draft{Deed: by(lan), Dataset: "d-1", Slug: "lua", Description: about()}
	case CommandDescribe:
		return Describe{Deed: by(minh), Description: other}
	case CommandAttach:
		return Attach{by(minh), newer(9)}
	case CommandDetach:
		return Detach{by(minh)}
	case editorial.CommandSubmit:
		return Submit{Deed: by(minh)}
	case editorial.CommandRecall:
		return Recall{Deed: by(minh)}
	case editorial.CommandReturn:
		return Return{by(hoa), member(hoa), "x"}
	case editorial.CommandCompleteChecklist:
		return CompleteChecklist{by(hoa), member(hoa), d.Submitted(), affirmed()}
	case CommandClearPersonalData:
		return ClearPersonalData{by(hoa), member(hoa), d.Submitted(), "Số máy của trụ sở, đã công khai"}
	case editorial.CommandApprove:
		return approval(hoa, d.Submitted())
	case editorial.CommandRelease:
		return ReleaseDue{on(clock, friday), d.Hash()}
	case editorial.CommandRevokeApproval:
		return RevokeApproval{by(tuan), member(tuan), "x"}
	case CommandOpenRevision:
		return OpenRevision{by(minh), "x"}
	case CommandDropRevision:
		return DropRevision{by(minh), "x"}
	case CommandReview:
		return Review{Deed: by(minh)}
	case editorial.CommandWithdraw:
		return Withdraw{by(tuan), seat(tuan, editorial.PositionHead), "x"}
	case editorial.CommandArchive:
		return Archive{by(minh), "x"}
	case editorial.CommandDispose:
		return disposing()
	case editorial.CommandDiscard:
		return Discard{by(minh), "x"}
	}
	panic("no such command: " + string(c))
}

func TestEveryCommandInEveryState(t *testing.T) {
	rows := map[State]map[Command]Transition{}
	for _, row := range Transitions() {
		if rows[row.From] == nil {
			rows[row.From] = map[Command]Transition{}
		}
		if _, twice := rows[row.From][row.Do]; twice {
			t.Fatalf("two rows for %s in %s", row.Do, row.From)
		}
		rows[row.From][row.Do] = row
	}
	pairs, allowed := 0, 0
	for _, state := range States() {
		for _, command := range Commands() {
			pairs++
			t.Run(string(state)+"/"+string(command), func(t *testing.T) {
				s := inState(t, state).in(state)
				d := s.now()
				got, err := perform(d, wellFormed(command, d))
				row, ok := rows[state][command]
				if !ok {
					want := ErrState
					if state == editorial.StateNew {
						want = ErrNotFound
					}
					if !errors.Is(err, want) || len(got) > 0 {
						t.Fatalf("not in the table, but %v and %v", err, got)
					}
					return
				}
				allowed++
				if err != nil {
					t.Fatalf("in the table, but refused: %v", err)
				}
				to := row.To
				if row.AtOnce != "" {
					to = row.AtOnce
				}
				if after := Fold(append(s.events, got...)).State(); after != to {
					t.Fatalf("led to %s, the table says %s", after, to)
				}
				if command == editorial.CommandApprove {
					a := approval(hoa, d.Submitted())
					a.PublishAt = friday
					if after := s.happens(a).now().State(); after != row.To {
						t.Fatalf("with an embargo it led to %s, the table says %s", after, row.To)
					}
				}
			})
		}
	}
	if pairs != 15*19 || allowed != len(Transitions()) {
		t.Errorf("%d pairs, %d allowed, %d rows", pairs, allowed, len(Transitions()))
	}
}

func TestStateFaultSpeaksOfDatasets(t *testing.T) {
	_, err := perform(published(t).now(), Describe{Deed: by(minh), Description: about()})
	f := fault.Of(err)
	if vi := f.Sentence("vi"); vi != "Bộ dữ liệu đang ở trạng thái “đã đăng” nên không thể sửa mô tả; lúc này có thể: mở bản sửa đổi, rà soát, gỡ khỏi cổng, lưu trữ." {
		t.Error(vi)
	}
	_, err = perform(revising(t).now(), Review{Deed: by(minh)})
	if vi := fault.Of(err).Sentence("vi"); !strings.Contains(vi, "“đang sửa đổi”") {
		t.Error(vi)
	}
	if StateLabel(editorial.StateCorrection, "en") != "being revised" || StateLabel(editorial.StateDraft, "vi") != "bản nháp" {
		t.Error("states have no names")
	}
}

func TestInspectorAndAdministratorCanDoNothing(t *testing.T) {
	for _, c := range Commands() {
		for _, lang := range []string{"vi", "en"} {
			if c.Label(lang) == "" {
				t.Errorf("command %s has no name in %s", c, lang)
			}
		}
		for _, allowed := range RolesFor(c) {
			if allowed == domain.Inspector || allowed == domain.Administrator {
				t.Errorf("%s may %s", allowed, c)
			}
		}
	}
	if len(RolesFor(editorial.CommandRelease)) != 0 {
		t.Error("people may release")
	}
}

package publication

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
	"minhbach/domain/fault"
)

var update = flag.Bool("update", false, "write goldens and generated documents anew")

// inState is a history that ends in the state, by commands that people gave.
func inState(t *testing.T, s State) *scenario {
	t.Helper()
	embargo := approve(hoa, Hash(corrected()))
	embargo.PublishAt = friday
	withdraw := Withdraw{Deed: by(tuan), Authority: seat(tuan, PositionHead), Reason: "x"}
	archive := Archive{Deed: by(minh), Reason: "x"}
	back := Return{Deed: by(hoa), Authority: seat(hoa, PositionMember), Reason: "x"}
	switch s {
	case StateNew:
		return given(t)
	case StateDraft:
		return drafted(t)
	case StateSubmitted:
		return submitted(t)
	case StateReturned:
		return submitted(t).happens(back)
	case StateApproved:
		return embargoed(t, friday)
	case StatePublished:
		return published(t)
	case StateCorrection:
		return correcting(t)
	case StateCorrectionSubmitted:
		return correcting(t).happens(Submit{Deed: by(minh)})
	case StateCorrectionReturned:
		return correcting(t).happens(Submit{Deed: by(minh)}, back)
	case StateCorrectionApproved:
		return correcting(t).happens(Submit{Deed: by(minh)}, embargo)
	case StateWithdrawn:
		return published(t).happens(withdraw)
	case StateArchived:
		return published(t).happens(archive)
	case StateWithdrawnArchived:
		return published(t).happens(withdraw, archive)
	case StateDisposed:
		return published(t).happens(archive, disposing())
	case StateDiscarded:
		return drafted(t).happens(Discard{Deed: by(minh), Reason: "x"})
	}
	t.Fatalf("no history leads to %s", s)
	return nil
}

// wellFormed is a command with nothing against it but, perhaps, the state.
func wellFormed(c Command, p *Publication) any {
	switch c {
	case CommandDraft:
		return draftOf(News, story())
	case CommandRevise:
		return revise(minh, corrected())
	case CommandSubmit:
		return Submit{Deed: by(minh)}
	case CommandRecall:
		return Recall{Deed: by(minh)}
	case CommandReturn:
		return Return{Deed: by(hoa), Authority: seat(hoa, PositionMember), Reason: "x"}
	case CommandCompleteChecklist:
		return CompleteChecklist{Deed: by(hoa), Authority: seat(hoa, PositionMember), Content: p.Submitted(), Items: affirmed()}
	case CommandApprove:
		return approve(hoa, p.Submitted())
	case CommandRelease:
		return Release{Deed: on(clock, friday), Content: p.Hash(), Calendar: calendar.VietNam()}
	case CommandRevokeApproval:
		return RevokeApproval{Deed: by(tuan), Authority: seat(tuan, PositionHead), Reason: "x"}
	case CommandOpenCorrection:
		return OpenCorrection{Deed: by(minh), Reason: "x"}
	case CommandDropCorrection:
		return DropCorrection{Deed: by(minh), Reason: "x"}
	case CommandWithdraw:
		return Withdraw{Deed: by(tuan), Authority: seat(tuan, PositionHead), Reason: "x"}
	case CommandArchive:
		return Archive{Deed: by(minh), Reason: "x"}
	case CommandDispose:
		return disposing()
	case CommandDiscard:
		return Discard{Deed: by(minh), Reason: "x"}
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
				s := inState(t, state).state(state)
				p := s.now()
				got, err := perform(p, wellFormed(command, p))
				row, ok := rows[state][command]
				if !ok {
					want := ErrState
					if state == StateNew {
						want = ErrNotFound
					}
					if !errors.Is(err, want) || len(got) > 0 {
						t.Fatalf("not in the table, but %v and %s", err, show(got))
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
				if after := Fold(append(s.history, got...)).State(); after != to {
					t.Fatalf("led to %s, the table says %s", after, to)
				}
				if command == CommandApprove {
					a := approve(hoa, p.Submitted())
					a.PublishAt = friday
					if after := s.happens(a).now().State(); after != row.To {
						t.Fatalf("with an embargo it led to %s, the table says %s", after, row.To)
					}
				}
			})
		}
	}
	if pairs != 15*15 || allowed != len(Transitions()) {
		t.Errorf("%d pairs, %d allowed, %d rows", pairs, allowed, len(Transitions()))
	}
}

func TestStateFaultSaysWhatIsPossible(t *testing.T) {
	_, err := perform(published(t).now(), revise(minh, corrected()))
	f := fault.Of(err)
	if vi := f.Sentence("vi"); vi != "Mục đang ở trạng thái “đã đăng” nên không thể sửa nội dung; lúc này có thể: mở đính chính, gỡ khỏi cổng, lưu trữ." {
		t.Error(vi)
	}
	if en := f.Sentence("en"); !strings.Contains(en, "possible now: open a correction, withdraw, archive") {
		t.Error(en)
	}
}

func TestEveryStateAndCommandHasItsNames(t *testing.T) {
	for _, lang := range []string{"vi", "en"} {
		for _, s := range States() {
			if s.Label(lang) == "" {
				t.Errorf("state %s has no name in %s", s, lang)
			}
		}
		for _, c := range Commands() {
			if c.Label(lang) == "" {
				t.Errorf("command %s has no name in %s", c, lang)
			}
		}
	}
}

const document = "../../docs/publication-transitions.md"

func TestDocumentShowsTheTable(t *testing.T) {
	want := transitionsDocument()
	if *update {
		if err := os.WriteFile(document, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(document)
	if err != nil || string(got) != want {
		t.Fatalf("%s does not show the table (%v); run go test ./domain/publication -update", document, err)
	}
}

func transitionsDocument() string {
	var b strings.Builder
	b.WriteString(`# How a publication moves

This page is printed from the table in domain/publication by its test; run
` + "`go test ./domain/publication -update`" + ` after changing the table. What is not a row
here is refused, with a sentence that says what is possible instead.

Roles on borrowed power act on a power that a board head or deputy lent them.
Withdrawing takes the seat of the board's head or deputy, or the office of the agency's
head. The system releases what was approved, once its time has come; nobody else does.

| state | trạng thái | command | thao tác | leads to | by |
|---|---|---|---|---|---|
`)
	for _, row := range Transitions() {
		to := string(row.To)
		if row.AtOnce != "" {
			to = fmt.Sprintf("%s; without embargo %s", row.To, row.AtOnce)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n",
			row.From, row.From.Label("vi"), row.Do, row.Do.Label("vi"), to, whoMay(row.Do))
	}
	b.WriteString("\n## What readers see\n\n| state | readers see |\n|---|---|\n")
	for _, s := range States() {
		see := "nothing"
		switch {
		case s == StateArchived:
			see = "the last version, labelled as no longer maintained"
		case s.Public():
			see = "the last version"
		case s.Tombstone():
			see = "a tombstone with the reason"
		}
		fmt.Fprintf(&b, "| %s | %s |\n", s, see)
	}
	b.WriteString("\n## As a picture\n\n```mermaid\nstateDiagram-v2\n")
	for _, row := range Transitions() {
		from := string(row.From)
		if row.From == StateNew {
			from = "[*]"
		}
		for _, to := range []State{row.To, row.AtOnce} {
			if to != "" && to != row.From {
				fmt.Fprintf(&b, "    %s --> %s: %s\n", from, to, row.Do)
			}
		}
	}
	b.WriteString("```\n")
	return b.String()
}

func whoMay(c Command) string {
	var all []string
	for _, r := range editorial.PowerFor(c).Roles {
		all = append(all, string(r))
	}
	for _, r := range editorial.PowerFor(c).Borrowed {
		all = append(all, string(r)+" (borrowed power)")
	}
	if editorial.PowerFor(c).Own {
		i := slices.Index(all, "contributor")
		all[i] = "contributor (own writing)"
	}
	if len(all) == 0 {
		return "the system"
	}
	return strings.Join(all, ", ")
}

package subject_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"minhbach/domain"
	"minhbach/domain/subject"
)

var update = flag.Bool("update", false, "write goldens and generated documents anew")

// inState is a history that ends in the state, with what every command that stays
// there needs: data that is restricted, and a hold that has nearly ended.
func inState(t *testing.T, state subject.State) *scenario {
	t.Helper()
	beside := []domain.Event{subject.Restricted{By: "acc-one", Cause: subject.Objection}, held("2026-03-01")}
	switch state {
	case subject.StateNone:
		return given(t, beside...)
	case subject.StateRequested:
		return given(t, append(beside, requested(t))...)
	case subject.StateAcknowledged:
		return given(t, append(beside, requested(t), acknowledged())...)
	case subject.StateOrdered:
		return given(t, append(beside, requested(t), acknowledged(), ordered())...)
	case subject.StateErased:
		return given(t, append(beside, requested(t), acknowledged(), ordered(), erased())...)
	case subject.StateRefused:
		return given(t, append(beside, requested(t), acknowledged(), refused())...)
	}
	t.Fatalf("no history leads to %s", state)
	return nil
}

// wellFormed is a command with nothing against it but, perhaps, the state.
func wellFormed(c subject.Command) command {
	switch c {
	case subject.CommandRequest:
		return ask(one)
	case subject.CommandAcknowledge:
		return acknowledge(two, now)
	case subject.CommandExtend:
		return extend(two, subject.Complexity)
	case subject.CommandRefuse:
		return refuse(two, subject.LegalDuty, "")
	case subject.CommandOrder:
		return order(two, now)
	case subject.CommandComplete:
		return complete(clock)
	case subject.CommandNotify:
		return notify(one, subject.ByLetter)
	case subject.CommandRestrict:
		return restrict(one, subject.Objection)
	case subject.CommandLift:
		return lift(one)
	case subject.CommandHold:
		return hold(one, "h9", subject.Retention, "2026-12-31")
	case subject.CommandRelease:
		return release(one, "h1")
	}
	panic("no such command: " + string(c))
}

func TestEveryCommandInEveryState(t *testing.T) {
	rows := map[subject.State]map[subject.Command]subject.State{}
	for _, row := range subject.Transitions() {
		if rows[row.From] == nil {
			rows[row.From] = map[subject.Command]subject.State{}
		}
		if _, twice := rows[row.From][row.Do]; twice {
			t.Fatalf("two rows for %s in %s", row.Do, row.From)
		}
		rows[row.From][row.Do] = row.To
	}
	pairs, allowed := 0, 0
	for _, state := range subject.States() {
		for _, c := range subject.Commands() {
			pairs++
			t.Run(string(state)+"/"+string(c), func(t *testing.T) {
				s := inState(t, state)
				if got := s.Root.State(); got != state {
					t.Fatalf("the history leads to %s", got)
				}
				s.When(wellFormed(c))
				to, ok := rows[state][c]
				if !ok {
					// A completion that is given again finds its work done.
					again := state == subject.StateErased && c == subject.CommandComplete && s.Err == nil
					if len(s.Events) > 0 || !again && !errors.Is(s.Err, subject.ErrState) {
						t.Fatalf("not in the table, but %v and %v", s.Err, s.Events)
					}
					return
				}
				allowed++
				if s.Err != nil {
					t.Fatalf("in the table, but refused: %v", s.Err)
				}
				if got := s.Root.State(); got != to {
					t.Fatalf("led to %s, the table says %s", got, to)
				}
			})
		}
	}
	if pairs != 6*11 || allowed != len(subject.Transitions()) {
		t.Errorf("%d pairs, %d allowed, %d rows", pairs, allowed, len(subject.Transitions()))
	}
}

const document = "../../docs/erasure-transitions.md"

func TestDocumentShowsTheTable(t *testing.T) {
	want := printed()
	if *update {
		if err := os.WriteFile(document, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(document)
	if err != nil || string(got) != want {
		t.Fatalf("%s does not show the table (%v); run go test ./domain/subject -update", document, err)
	}
}

func printed() string {
	var b strings.Builder
	b.WriteString(`# How a request to erase personal data moves

This page is printed from the table in domain/subject by its test; run
` + "`go test ./domain/subject -update`" + ` after changing the table. What is not a row
here is refused.

All commands take an administrator of the province, except that the system alone
completes. Whoever recorded the request cannot order the erasure, and nobody decides
about their own data. A legal hold that runs stands against the order. Between the
order and the completion the person's key is destroyed; a completion that was
interrupted is taken up again at the next start.

| state | trạng thái | command | thao tác | leads to |
|---|---|---|---|---|
`)
	for _, row := range subject.Transitions() {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", row.From, row.From.Label("vi"), row.Do, row.Do.Label("vi"), row.To)
	}
	b.WriteString("\n## As a picture\n\n```mermaid\nstateDiagram-v2\n    [*] --> none\n")
	for _, row := range subject.Transitions() {
		if row.To != row.From {
			fmt.Fprintf(&b, "    %s --> %s: %s\n", row.From, row.To, row.Do)
		}
	}
	b.WriteString("```\n")
	return b.String()
}

package board_test

import (
	"strings"
	"testing"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/domain/input"
)

func establish(c board.Establish) func(*board.Board) ([]domain.Event, error) {
	c.Now = now
	return func(b *board.Board) ([]domain.Event, error) { return b.Establish(c) }
}

func TestEstablish(t *testing.T) {
	c := board.Establish{By: head, Agency: "agency-1", Decision: founding}
	given(t).When(establish(c)).Then(founded)
	given(t, founded).When(establish(c)).Refused(board.ErrEstablished, "")

	c.By = admin
	given(t).When(establish(c)).Then(founded)
	c.By = domain.Actor{Account: domain.System}
	given(t).When(establish(c)).Then(founded)
	for _, by := range []domain.Actor{stranger, editor, {}} {
		c.By = by
		given(t).When(establish(c)).Refused(board.ErrNotAllowed, "")
	}

	c.By = head
	c.Decision.Date = d("2024-03-02")
	given(t).When(establish(c)).Refused(board.ErrFutureDecision, "decision.date")
	c.Decision = board.Decision{}
	s := given(t).When(establish(c))
	s.Refused(input.ErrRequired, "")
	s.Refused(board.ErrDate, "")
}

func appoint(c board.Appoint) func(*board.Board) ([]domain.Event, error) {
	c.Now = now
	if c.By == (domain.Actor{}) {
		c.By = head
	}
	if c.Decision == (board.Decision{}) {
		c.Decision = decision
	}
	return func(b *board.Board) ([]domain.Event, error) { return b.Appoint(c) }
}

func TestAppoint(t *testing.T) {
	c := board.Appoint{Account: "h", Position: board.Head, From: d("2024-01-15"), To: d("2024-12-31")}
	given(t, founded).When(appoint(c)).Then(headSeat)
	given(t, founded, headSeat).When(appoint(c)).Then() // twice changes nothing
	given(t).When(appoint(c)).Refused(board.ErrNotEstablished, "")

	other := c
	other.Account, other.From, other.To = "h2", d("2024-12-31"), d("")
	given(t, founded, headSeat).When(appoint(other)).Refused(board.ErrHeadTaken, "from")
	other.From = d("2025-01-01")
	given(t, founded, headSeat).When(appoint(other)).Then(board.MemberAppointed{
		Account: "h2", Position: board.Head, From: d("2025-01-01"), Decision: decision})

	bad := c
	bad.By = editor
	given(t, founded).When(appoint(bad)).Refused(board.ErrNotAllowed, "")
	bad = c
	bad.Position = "boss"
	given(t, founded).When(appoint(bad)).Refused(board.ErrPosition, "position")
	bad = c
	bad.From = d("")
	given(t, founded).When(appoint(bad)).Refused(board.ErrDate, "from")
	bad.From = d("2024-01-09")
	given(t, founded).When(appoint(bad)).Refused(board.ErrBeforeDecision, "from")
	bad = c
	bad.To = d("2024-01-14")
	given(t, founded).When(appoint(bad)).Refused(board.ErrTerm, "to")
	bad = c
	bad.Account = strings.Repeat("a", 101)
	given(t, founded).When(appoint(bad)).Refused(input.ErrTooLong, "account")
}

func TestASecondAppointmentReplacesTheSeatFromItsFirstDay(t *testing.T) {
	s := given(t, founded, headSeat).When(appoint(board.Appoint{
		Account: "h", Position: board.Deputy, From: d("2024-06-01"), To: d("2024-08-31")}))
	if s.Err != nil {
		t.Fatal(s.Err)
	}
	for date, want := range map[string]board.Position{
		"2024-01-14": "", "2024-01-15": board.Head, "2024-05-31": board.Head,
		"2024-06-01": board.Deputy, "2024-08-31": board.Deputy, "2024-09-01": "",
	} {
		a, ok := s.Root.AuthorityOf("h", d(date))
		if a.Position != want || ok != (want != "") {
			t.Errorf("%s: %q, %v; want %q", date, a.Position, ok, want)
		}
	}
	if s.Root.HasHead(d("2024-07-01")) || !s.Root.HasHead(d("2024-05-31")) {
		t.Error("HasHead does not follow the terms")
	}
}

func TestDismiss(t *testing.T) {
	dismiss := func(c board.Dismiss) func(*board.Board) ([]domain.Event, error) {
		return func(b *board.Board) ([]domain.Event, error) { return b.Dismiss(c) }
	}
	c := board.Dismiss{By: head, Account: "m", On: d("2024-04-01"), Reason: "Chuyển công tác"}
	s := given(t, founded, memberSeat).When(dismiss(c))
	s.Then(board.MemberDismissed{Account: "m", On: d("2024-04-01"), Reason: "Chuyển công tác"})
	if _, ok := s.Root.AuthorityOf("m", d("2024-04-01")); ok {
		t.Error("a dismissed member still has authority")
	}
	if a, ok := s.Root.AuthorityOf("m", d("2024-03-31")); !ok || a.To != d("2024-03-31") || a.Decision != decision.Number {
		t.Errorf("the last day in office is lost: %+v", a)
	}
	s.When(dismiss(c)).Refused(board.ErrNoSeat, "account")
	c.By = as("m")
	given(t, founded, memberSeat).When(dismiss(c)).Refused(board.ErrNotAllowed, "")
	c.By, c.Reason = admin, " "
	given(t, founded, memberSeat).When(dismiss(c)).Refused(input.ErrRequired, "reason")
	c.On, c.Reason = d(""), "x"
	given(t, founded, memberSeat).When(dismiss(c)).Refused(board.ErrDate, "on")
}

func TestRecordRegulation(t *testing.T) {
	record := func(c board.RecordRegulation) func(*board.Board) ([]domain.Event, error) {
		c.Now = now
		return func(b *board.Board) ([]domain.Event, error) { return b.RecordRegulation(c) }
	}
	file := strings.Repeat("0a", 32)
	c := board.RecordRegulation{By: as("h"), Decision: decision, Attachment: file}
	want := board.RegulationRecorded{Decision: decision, Attachment: file}
	given(t).When(record(c)).Refused(board.ErrNotEstablished, "")
	given(t, founded, headSeat).When(record(c)).Then(want)
	given(t, founded, headSeat, want).When(record(c)).Then()
	c.Attachment = ""
	given(t, founded, headSeat, want).When(record(c)).Refused(board.ErrRegulationTaken, "decision.number")
	c.Attachment = "xyz"
	given(t, founded, headSeat).When(record(c)).Refused(board.ErrAttachment, "attachment")
	c.By = as("m")
	given(t, founded, memberSeat).When(record(c)).Refused(board.ErrNotAllowed, "")
}

func TestEveryFactHasASentence(t *testing.T) {
	for _, ev := range board.Events() {
		vi, en := board.Describe(ev, "vi"), board.Describe(ev, "en")
		if vi == "" || en == "" || vi == en || strings.Contains(vi+en, "%!") {
			t.Errorf("%s: %q, %q", ev.EventType(), vi, en)
		}
	}
	if got := board.Describe(headSeat, "vi"); got != "Bổ nhiệm Trưởng ban Ban Biên tập, từ ngày 15/01/2024 đến hết ngày 31/12/2024, theo Quyết định số 15/QĐ-UBND." {
		t.Error(got)
	}
}

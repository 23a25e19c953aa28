package dataset

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/domaintest"
	"minhbach/domain/editorial"
	"minhbach/domain/fault"
)

// The people and the portal of the scenarios.
const portal = "agency-1"

var (
	lan   = domain.Actor{Account: "lan", Role: domain.Contributor, Agency: portal}
	minh  = domain.Actor{Account: "minh", Role: domain.Editor, Agency: portal}
	hoa   = domain.Actor{Account: "hoa", Role: domain.BoardMember, Agency: portal}
	tuan  = domain.Actor{Account: "tuan", Role: domain.BoardHead, Agency: portal}
	chief = domain.Actor{Account: "chief", Role: domain.AgencyHead, Agency: portal}
	clock = domain.Actor{Account: domain.System}

	monday = at("2026-03-02")
	friday = at("2026-03-06")
)

// at is nine in the morning of a day in Viet Nam.
func at(day string) time.Time { return calendar.MustParse(day).Start().Add(9 * time.Hour) }

func day(s string) calendar.Date { return calendar.MustParse(s) }

func by(a domain.Actor) Deed { return Deed{By: a, Now: monday, Responsible: portal} }

func on(a domain.Actor, when time.Time) Deed { return Deed{By: a, Now: when, Responsible: portal} }

func wrote(a domain.Actor) Author { return Author{Account: a.Account} }

func seat(a domain.Actor, position string) *Authority {
	return &Authority{Agency: portal, Account: a.Account, Position: position, Decision: "12/QĐ-SNN", From: day("2019-01-01"), To: day("2026-12-31")}
}

func member(a domain.Actor) *Authority { return seat(a, editorial.PositionMember) }

func affirmed() map[string]string {
	items := map[string]string{}
	for _, c := range editorial.Checks() {
		items[c.ID] = ""
	}
	return items
}

func about() Description {
	return Description{
		Title: "Diện tích lúa theo xã", Summary: "Diện tích gieo trồng lúa cả năm của từng xã.",
		Topics: []string{"nong-nghiep-thuy-san"}, Keywords: []string{"lúa", "diện tích"}, Licence: "vn-open-data", Frequency: "annual",
		Creator: "Chi cục Trồng trọt", Contact: Contact{Unit: "Văn phòng Sở", Email: "vanphong@soctrang.gov.vn"},
		PeriodFrom: day("2025-01-01"), PeriodTo: day("2025-12-31"),
	}
}

// uuid makes an id from a number.
func uuid(n int) string { return fmt.Sprintf("01890000-0000-7000-8000-%012x", n) }

func data(n int) Release {
	return Release{
		ID:      uuid(n),
		File:    editorial.Attachment{SHA256: strings.Repeat(fmt.Sprintf("%x", n%16), 64), Name: "lua.csv", Title: "lua.csv", MediaType: "text/csv", Size: 120},
		Reading: Reading{Format: "csv", Encoding: "utf-8", Delimiter: ";", HeaderRow: 1, Columns: []SourceColumn{{Index: 0}, {Index: 1, Format: "1.234,5"}}},
		Columns: []Column{{Name: "xa", Title: "Xã", Type: Text, Key: true}, {Name: "dien_tich", Title: "Diện tích", Type: Decimal, Unit: "ha"}},
		Rows:    12, Change: NewData,
	}
}

// risky is data in which something looks like personal data.
func risky(n int) Release {
	r := data(n)
	r.Findings = []Finding{{Column: "xa", Kind: "phone", Count: 2, Rows: []int64{3, 7}}}
	return r
}

func newer(n int) Release {
	r := data(n)
	r.Change, r.Reason, r.Rows = Correction, "Số liệu hai xã bị hoán đổi", 13
	return r
}

func content(r Release) Content { return Content{Description: about(), Release: &r} }

type story struct {
	t      *testing.T
	events []domain.Event
}

// drafted, described, submitted, published: histories that most scenarios begin with.
func drafted(t *testing.T) *story {
	t.Helper()
	return (&story{t: t}).happens(Draft{Deed: by(lan), Dataset: "d-1", Slug: "dien-tich-lua", Description: about()})
}

func attached(t *testing.T, r Release) *story {
	t.Helper()
	return drafted(t).happens(Attach{by(lan), r})
}

func submitted(t *testing.T, r Release) *story {
	t.Helper()
	return attached(t, r).happens(Submit{Deed: by(lan)})
}

func approval(who domain.Actor, content string) Approve {
	return Approve{Deed: by(who), Authority: member(who), Content: content, Checklist: affirmed()}
}

func published(t *testing.T) *story {
	t.Helper()
	return submitted(t, data(1)).happens(approval(hoa, Hash(content(data(1)))))
}

func revising(t *testing.T) *story {
	t.Helper()
	return published(t).happens(OpenRevision{by(minh), "Số liệu hai xã bị hoán đổi"}, Attach{by(minh), newer(2)})
}

// happens appends the facts of commands that must succeed.
func (s *story) happens(commands ...any) *story {
	s.t.Helper()
	for _, command := range commands {
		got, err := perform(Fold(s.events), command)
		if err != nil {
			s.t.Fatalf("%T refused: %v", command, err)
		}
		s.events = append(s.events, got...)
	}
	return s
}

func (s *story) now() *Dataset { return Fold(s.events) }

func (s *story) in(want State) *story {
	s.t.Helper()
	if got := s.now().State(); got != want {
		s.t.Fatalf("state %s, want %s", got, want)
	}
	return s
}

// when gives a command to the dataset as the log gives it back.
func (s *story) when(command any) *domaintest.Scenario[*Dataset] {
	s.t.Helper()
	return domaintest.Given(s.t, New(), s.events...).When(func(d *Dataset) ([]domain.Event, error) { return perform(d, command) })
}

// refuses wants every command refused with its code.
func (s *story) refuses(code *fault.Code, commands ...any) *story {
	s.t.Helper()
	for _, command := range commands {
		if got, err := perform(s.now(), command); !errors.Is(err, code) || len(got) > 0 {
			s.t.Errorf("%T: got %v and %v, want %s", command, got, err, code.Name)
		}
	}
	return s
}

func perform(d *Dataset, command any) ([]domain.Event, error) {
	switch c := command.(type) {
	case Dispose:
		return d.Dispose(c)
	case Draft:
		return d.Draft(c)
	case Describe:
		return d.Describe(c)
	case Attach:
		return d.Attach(c)
	case Detach:
		return d.Detach(c)
	case Submit:
		return d.Submit(c)
	case Recall:
		return d.Recall(c)
	case Return:
		return d.Return(c)
	case CompleteChecklist:
		return d.CompleteChecklist(c)
	case ClearPersonalData:
		return d.ClearPersonalData(c)
	case Approve:
		return d.Approve(c)
	case ReleaseDue:
		return d.Release(c)
	case RevokeApproval:
		return d.RevokeApproval(c)
	case OpenRevision:
		return d.OpenRevision(c)
	case DropRevision:
		return d.DropRevision(c)
	case Review:
		return d.Review(c)
	case Withdraw:
		return d.Withdraw(c)
	case Archive:
		return d.Archive(c)
	case Discard:
		return d.Discard(c)
	}
	panic(fmt.Sprintf("no such command: %T", command))
}

package publication

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/rules"
)

// A scenario reads: given(t, events…).when(command).then(events…) or .refused(code).
type scenario struct {
	t       *testing.T
	history []domain.Event
	got     []domain.Event
	err     error
}

func given(t *testing.T, history ...domain.Event) *scenario {
	t.Helper()
	return &scenario{t: t, history: history}
}

func (s *scenario) when(command any) *scenario {
	s.t.Helper()
	p := Fold(s.history)
	s.got, s.err = perform(p, command)
	if after := Fold(s.history); !reflect.DeepEqual(p, after) {
		s.t.Errorf("%T changed the state before anything was recorded", command)
	}
	return s
}

func (s *scenario) then(want ...domain.Event) *Publication {
	s.t.Helper()
	if s.err != nil {
		s.t.Fatalf("refused: %v", s.err)
	}
	if len(s.got) != len(want) || len(want) > 0 && !reflect.DeepEqual(s.got, want) {
		s.t.Fatalf("got\n%s\nwant\n%s", show(s.got), show(want))
	}
	return Fold(append(s.history, s.got...))
}

// happens is for histories: the command must succeed, and its facts are appended.
func (s *scenario) happens(commands ...any) *scenario {
	s.t.Helper()
	for _, command := range commands {
		got, err := perform(Fold(s.history), command)
		if err != nil {
			s.t.Fatalf("%T refused: %v", command, err)
		}
		s.history = append(s.history, got...)
	}
	return s
}

func (s *scenario) now() *Publication { return Fold(s.history) }

func (s *scenario) refused(code *fault.Code) {
	s.t.Helper()
	if !errors.Is(s.err, code) {
		s.t.Fatalf("got %v and\n%s\nwant a refusal with %s", s.err, show(s.got), code.Name)
	}
	if len(s.got) != 0 {
		s.t.Fatalf("refused, and still recorded\n%s", show(s.got))
	}
}

func (s *scenario) state(want State) *scenario {
	s.t.Helper()
	if got := s.now().State(); got != want {
		s.t.Fatalf("state %s, want %s", got, want)
	}
	return s
}

func show(events []domain.Event) string {
	var lines []string
	for _, e := range events {
		lines = append(lines, fmt.Sprintf("  %s %+v", e.EventType(), e))
	}
	return strings.Join(lines, "\n")
}

func perform(p *Publication, command any) ([]domain.Event, error) {
	switch c := command.(type) {
	case Dispose:
		return p.Dispose(c)
	case Draft:
		return p.Draft(c)
	case Revise:
		return p.Revise(c)
	case Submit:
		return p.Submit(c)
	case Recall:
		return p.Recall(c)
	case Return:
		return p.Return(c)
	case CompleteChecklist:
		return p.CompleteChecklist(c)
	case Approve:
		return p.Approve(c)
	case Release:
		return p.Release(c)
	case RevokeApproval:
		return p.RevokeApproval(c)
	case OpenCorrection:
		return p.OpenCorrection(c)
	case DropCorrection:
		return p.DropCorrection(c)
	case Withdraw:
		return p.Withdraw(c)
	case Archive:
		return p.Archive(c)
	case Discard:
		return p.Discard(c)
	}
	panic(fmt.Sprintf("no such command: %T", command))
}

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
)

// at is nine in the morning of a day in Viet Nam.
func at(day string) time.Time { return calendar.MustParse(day).Start().Add(9 * time.Hour) }

func day(s string) calendar.Date { return calendar.MustParse(s) }

func by(a domain.Actor) Deed { return Deed{By: a, Now: monday, Responsible: portal} }

func on(a domain.Actor, when time.Time) Deed { return Deed{By: a, Now: when, Responsible: portal} }

func seat(a domain.Actor, position string) *Authority {
	return &Authority{Agency: portal, Account: a.Account, Position: position, Decision: "12/QĐ-SYT", From: day("2019-01-01"), To: day("2026-12-31")}
}

func affirmed() map[string]string {
	items := map[string]string{}
	for _, c := range Checks() {
		items[c.ID] = ""
	}
	return items
}

func story() Content {
	return Content{
		Language: "vi", Title: "Khai mạc hội chợ nông sản", Summary: "Hội chợ mở cửa ba ngày.", Body: "Mời bà con tham dự.",
		Metadata: Metadata{Creator: "Văn phòng"},
	}
}

func lawText(issued string) Content {
	c := story()
	c.Details.Document = &Document{Number: "07/2019/QĐ-UBND", Form: "Quyết định", Issuer: "Ủy ban nhân dân tỉnh",
		IssuedOn: day(issued), Signer: "Trần Văn A", Abstract: "Ban hành quy chế"}
	return c
}

func draftOf(kind Kind, c Content) Draft {
	return Draft{Deed: by(lan), Publication: "p-1", Kind: kind, Slug: "hoi-cho", Content: c,
		Rules: rules.Default(), Calendar: calendar.VietNam()}
}

func revise(who domain.Actor, c Content) Revise {
	return Revise{Deed: by(who), Content: c, Rules: rules.Default(), Calendar: calendar.VietNam()}
}

func approve(who domain.Actor, content string) Approve {
	return Approve{Deed: by(who), Authority: seat(who, PositionMember), Content: content, Checklist: affirmed(), Calendar: calendar.VietNam()}
}

// drafted, submitted, published: histories that most scenarios begin with.
func drafted(t *testing.T) *scenario {
	t.Helper()
	return given(t).happens(draftOf(News, story()))
}

func submitted(t *testing.T) *scenario {
	t.Helper()
	return drafted(t).happens(Submit{Deed: by(lan)})
}

func published(t *testing.T) *scenario {
	t.Helper()
	return submitted(t).happens(approve(hoa, Hash(story())))
}

func embargoed(t *testing.T, until time.Time) *scenario {
	t.Helper()
	a := approve(hoa, Hash(story()))
	a.PublishAt = until
	return submitted(t).happens(a)
}

func corrected() Content {
	c := story()
	c.Body = "Mời bà con tham dự, cửa mở từ 7 giờ."
	return c
}

func correcting(t *testing.T) *scenario {
	t.Helper()
	return published(t).happens(OpenCorrection{Deed: by(minh), Reason: "Thiếu giờ mở cửa"}, revise(minh, corrected()))
}

package integration

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/board"
	"minhbach/domain/notice"
	"minhbach/domain/publication"
	"minhbach/domain/subject"
	"minhbach/integration/bus"
	"minhbach/integration/notices"
	"minhbach/internal/app"
	"minhbach/internal/node"
	"minhbach/internal/testkit"
	"minhbach/projections/view"
)

// counter is an office whose notices go to a mail server.
type counter struct {
	*bureau
	mail *mailServer
	chef *testkit.Person // heads the board, and left an address
	stop func()
}

const (
	chefAddress  = "truongban@kesach.gov.vn"
	lanAddress   = "lan@kesach.gov.vn"
	officeMail   = "vanphong@kesach.gov.vn"
	titleOfStory = "Lịch tiếp công dân tháng Ba"
)

func newCounter(t *testing.T) *counter {
	c := &counter{bureau: newBureau(t), mail: newMailServer(t), stop: func() {}}
	c.chef = c.Account("truongban", domain.BoardHead, "944")
	c.chef.Seat(board.Head, "944")
	c.address(c.chef, chefAddress)
	return c
}

func (c *counter) address(p *testkit.Person, address string) {
	c.T.Helper()
	c.ok(c.App.Commands.Notices.SetAddress(context.Background(), app.Caller{Account: p.ID}, app.SetAddress{Address: address}))
}

// react runs the reactors on the node's clock: a wait ends when the clock was moved.
func (c *counter) react(mailer notices.Mailer) {
	c.T.Helper()
	c.stop()
	after := func(d time.Duration) <-chan time.Time {
		ch := make(chan time.Time, 1)
		at := c.Clock.Now().Add(d)
		ctx := c.T.Context()
		go func() {
			for began := time.Now(); ctx.Err() == nil; time.Sleep(5 * time.Millisecond) {
				if !c.Clock.Now().Before(at) || d < 10*time.Second && time.Since(began) > 5*time.Millisecond {
					ch <- at
					return
				}
			}
		}()
		return ch
	}
	b, err := bus.New(c.Log, c.Codec, bus.Options{Now: c.Clock.Now, After: after, Backoff: time.Millisecond, MaxBackoff: 5 * time.Millisecond},
		notices.Reactors(c.App, notices.Options{Public: "https://soctrang.gov.vn", Mailer: mailer, Now: c.Clock.Now})...)
	if err != nil {
		c.T.Fatal(err)
	}
	if err := b.Start(context.Background()); err != nil {
		c.T.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := b.Run(ctx); err != nil {
			c.T.Error(err)
		}
	}()
	c.stop = func() {
		cancel()
		<-done
		c.stop = func() {}
	}
	c.T.(*testing.T).Cleanup(func() { c.stop() })
}

func (c *counter) smtp() *notices.SMTP {
	s := notices.NewSMTP(*c.mail.settings(), c.Clock.Now)
	c.T.(*testing.T).Cleanup(func() { s.Close() })
	return s
}

// story is drafted and submitted.
func (c *counter) story(title string) string {
	c.T.Helper()
	ctx, cmd := context.Background(), c.App.Commands
	id := c.ok(cmd.DraftPublication(ctx, c.as(c.author), app.DraftPublication{Agency: c.agency, Kind: publication.News, Content: publication.Content{
		Language: "vi", Title: title, Summary: "Tóm tắt.", Body: "Nội dung.", Metadata: publication.Metadata{Creator: "Văn phòng"}}})).ID
	c.ok(cmd.SubmitPublication(ctx, c.as(c.author), app.SubmitPublication{ID: id}))
	return id
}

// outbox by state, once nothing is in motion any more.
func (c *counter) outbox() view.NoticeCounts {
	c.T.Helper()
	c.Settle()
	counts, err := c.App.Queries.Notices.Counts(context.Background())
	if err != nil {
		c.T.Fatal(err)
	}
	return counts
}

func (c *counter) newest() view.Notice {
	c.T.Helper()
	c.Settle()
	all, err := c.App.Queries.Notices.List(context.Background(), testkit.Operator, view.NoticeFilter{})
	if err != nil || len(all) == 0 {
		c.T.Fatal(all, err)
	}
	return all[0]
}

// TestTheBoardHearsOfASubmission, and the author of the return: each once, in both
// languages, with a link, and only those who left an address.
func TestTheBoardHearsOfASubmission(t *testing.T) {
	c := newCounter(t)
	c.react(c.smtp())
	id := c.story(titleOfStory)
	eventually(t, "a letter", func() bool { return len(c.mail.letters()) == 1 })
	l := c.mail.letters()[0]
	if l.to != chefAddress || !strings.Contains(l.subject, titleOfStory) || !mentions(l.text, "https://soctrang.gov.vn/quan-tri/muc/"+id) {
		t.Errorf("%+v", l)
	}
	c.address(c.author, lanAddress)
	c.ok(c.App.Commands.ReturnPublication(context.Background(), c.as(c.second), app.ReturnPublication{ID: id, Reason: "Thiếu giờ tiếp dân."}))
	eventually(t, "a second letter", func() bool { return len(c.mail.letters()) == 2 })
	if l := c.mail.letters()[1]; l.to != lanAddress || strings.Contains(l.text, "tiếp dân") {
		t.Errorf("%+v", l)
	}
	eventually(t, "both are recorded", func() bool { return c.outbox()[notice.StateSent] == 2 })
	c.react(c.smtp()) // another start tells nothing twice
	other := c.story("Tin thứ hai")
	eventually(t, "a third letter", func() bool { return len(c.mail.letters()) == 3 })
	if l := c.mail.letters()[2]; !mentions(l.text, other) {
		t.Errorf("%+v", l)
	}
}

// TestWhoeverHasNoAddress: the office is told; where it has none either, that is seen,
// and can be mended.
func TestWhoeverHasNoAddress(t *testing.T) {
	c := newCounter(t)
	c.address(c.chef, "") // taken back
	c.react(c.smtp())
	c.story(titleOfStory)
	eventually(t, "a failure", func() bool { return c.outbox()[notice.StateFailed] == 1 })
	n := c.newest()
	if n.Cause != notice.CauseNoAddress || n.Written.To.Office != c.agency || len(c.mail.letters()) != 0 {
		t.Errorf("%+v", n)
	}
	if _, err := c.App.Queries.Notices.List(context.Background(), c.as(c.author), view.NoticeFilter{}); err == nil {
		t.Error("an editor reads the outbox")
	}
	c.ok(c.App.Commands.SetContact(context.Background(), testkit.Operator, app.SetContact{Agency: c.agency, Contact: agency.Contact{Email: officeMail}}))
	if _, err := c.App.Commands.Notices.SendAgain(context.Background(), c.as(c.author), app.SendAgain{Notice: n.ID}); err == nil {
		t.Error("an editor sends notices again")
	}
	if err := c.SendAgain(context.Background(), n.ID); err != nil {
		t.Fatal(err)
	}
	eventually(t, "a letter to the office", func() bool { return slices.Equal(c.mail.to(), []string{officeMail}) })
	eventually(t, "it is recorded", func() bool { return c.outbox()[notice.StateSent] == 1 })
	if err := c.SendAgain(context.Background(), n.ID); err == nil {
		t.Error("what was sent is sent again")
	}
}

// TestNobodyWritesToTheErased: an address goes with the key of its person, and a notice
// that would have gone there says that there is none.
func TestNobodyWritesToTheErased(t *testing.T) {
	c := newCounter(t)
	one, two := c.as(c.Account("quantrimot", domain.Administrator, "94")), c.as(c.Account("quantrihai", domain.Administrator, "94"))
	c.address(c.author, lanAddress)
	c.react(c.smtp())
	id := c.story(titleOfStory)
	eventually(t, "the board's letter", func() bool { return slices.Equal(c.mail.to(), []string{chefAddress}) })

	ctx, subjects := context.Background(), c.App.Commands.Subjects
	c.ok(subjects.RequestErasure(ctx, one, app.RequestErasure{Subject: c.author.ID, Capacity: subject.AsSubject, Basis: subject.SubjectRequest}))
	c.ok(subjects.AcknowledgeErasure(ctx, one, app.AcknowledgeErasure{Subject: c.author.ID}))
	c.ok(subjects.OrderErasure(ctx, two, app.OrderErasure{Subject: c.author.ID}))
	if err := c.CarryOut(ctx, nil); err != nil {
		t.Fatal(err)
	}
	c.ok(c.App.Commands.ReturnPublication(ctx, c.as(c.second), app.ReturnPublication{ID: id, Reason: "Thiếu giờ tiếp dân."}))
	eventually(t, "a failure", func() bool { return c.outbox()[notice.StateFailed] == 1 })
	if n := c.newest(); n.Cause != notice.CauseNoAddress || !slices.Equal(c.mail.to(), []string{chefAddress}) {
		t.Errorf("%+v; letters to %v", n, c.mail.to())
	}
}

// TestAServerThatRefuses for good, or for now: the first is recorded, the second is tried
// again later while other letters go on.
func TestAServerThatRefuses(t *testing.T) {
	c := newCounter(t)
	c.react(c.smtp())
	c.mail.answers(func(to string) error {
		if to == chefAddress {
			return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "grey list"}
		}
		return nil
	})
	c.story(titleOfStory)
	eventually(t, "a delay", func() bool { return c.outbox()[notice.StateDeferred] == 1 })
	c.address(c.second, "hung@kesach.gov.vn")
	c.story("Tin khác")
	eventually(t, "the other letter", func() bool { return slices.Equal(c.mail.to(), []string{"hung@kesach.gov.vn"}) })
	eventually(t, "another delay", func() bool { return c.outbox()[notice.StateDeferred] == 2 })
	c.mail.answers(nil)
	c.Clock.Advance(11 * time.Minute)
	eventually(t, "the letters that were put off", func() bool { return len(c.mail.letters()) == 3 })
	eventually(t, "all is recorded", func() bool { return c.outbox()[notice.StateSent] == 3 })

	c.mail.answers(func(string) error {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
	})
	c.story("Tin thứ ba")
	eventually(t, "failures", func() bool { return c.outbox()[notice.StateFailed] == 2 })
	if n := c.newest(); n.Cause != "550 5.1.1" {
		t.Errorf("%+v", n)
	}
}

// TestAServerThatIsDown delays and loses nothing, and what was settled meanwhile is told
// to nobody. A node that stops between sending and recording sends the twin under the
// same Message-ID.
func TestAServerThatIsDown(t *testing.T) {
	c := newCounter(t)
	addr := c.mail.addr
	c.mail.down()
	c.react(c.smtp())
	settled, open := c.story("Tin đã xong"), c.story(titleOfStory)
	eventually(t, "two notices", func() bool { return c.outbox()[notice.StateWaiting] == 2 })
	c.ok(c.App.Commands.RecallPublication(context.Background(), c.as(c.author), app.RecallPublication{ID: settled}))
	c.stop()
	c.mail.up(addr)
	c.react(&interrupted{Mailer: c.smtp(), left: 1})
	c.Clock.Advance(2 * time.Minute)
	eventually(t, "the twin", func() bool { c.Clock.Advance(time.Minute); return c.outbox()[notice.StateSent] == 1 })
	got := c.mail.letters()
	if len(got) != 2 || got[0].id != got[1].id || !mentions(got[0].text, open) {
		t.Errorf("%+v", got)
	}
	eventually(t, "the settled one is closed", func() bool { return c.outbox()[notice.StateFailed] == 1 })
}

// TestNoticesOfANode: reactors run while a node serves, with the mail server of its
// settings, and are told of by its metrics. Opening it alone starts none.
func TestNoticesOfANode(t *testing.T) {
	c := newCounter(t)
	before := c.heads()
	c.Restart()
	if after := c.heads(); after != before {
		t.Fatalf("opening the data recorded something: %d, then %d", before, after)
	}
	c.Stop()
	n, err := node.Open(t.Context(), node.Config{Data: c.Dir, Listen: "127.0.0.1:0", Now: c.Clock.Now, SMTP: c.mail.settings(), Public: "https://soctrang.gov.vn"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ready, done := make(chan struct{}), make(chan error, 1)
	go func() { done <- n.Serve(ctx, func(string) { close(ready) }) }()
	<-ready
	eventually(t, "the groups begin", func() bool {
		groups, err := n.Groups(ctx)
		return err == nil && len(groups) == 3 && !slices.ContainsFunc(groups, func(g bus.Status) bool { return g.Position == 0 })
	})
	c.Node.Node = n
	c.story(titleOfStory)
	eventually(t, "a letter", func() bool { return slices.Equal(c.mail.to(), []string{chefAddress}) })
	eventually(t, "it is recorded", func() bool { return c.outbox()[notice.StateSent] == 1 })
	metrics := control(t, node.Config{Data: c.Dir}.ControlSocket(), "/metrics")
	if !mentions(metrics, `minhbach_group_events_behind{group="mail"} `, `minhbach_group_handled_total{group="notices"} 1`, `minhbach_notices{state="sent"} 1`) {
		t.Error(metrics)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	groups, err := n.Groups(t.Context())
	if err != nil || len(groups) != 3 || groups[1].Leased || groups[1].Events != 0 {
		t.Errorf("after a clean stop: %+v, %v", groups, err)
	}
	c.Node.Node = nil
	if err := n.Close(); err != nil {
		t.Error(err)
	}
}

func (c *counter) heads() uint64 {
	c.T.Helper()
	p, err := c.App.Queries.Position(context.Background())
	if err != nil {
		c.T.Fatal(err)
	}
	return p
}

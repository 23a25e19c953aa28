package publication

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"reflect"
	"strconv"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/rules"
)

// TestRandomSequences lets a handful of people with random roles, seats, loans and
// claims do random things for some days, ten thousand times over. The oracle
// watches. MINHBACH_SEED repeats or varies a run.
func TestRandomSequences(t *testing.T) {
	const sequences, steps = 12_000, 50
	seed := uint64(20190419)
	if s, err := strconv.ParseUint(os.Getenv("MINHBACH_SEED"), 10, 64); err == nil {
		seed = s
	}
	t.Logf("seed %d", seed)
	counts := map[string]int{}
	for i := range uint64(sequences) {
		g := newGame(t, rand.New(rand.NewPCG(seed, i)), counts)
		for range steps {
			g.step()
		}
		g.replay()
		if t.Failed() {
			t.Fatalf("sequence %d", i)
		}
	}
	t.Logf("%v", counts)
	for what, least := range map[string]int{
		TypePublished: 2000, TypeCorrected: 100, TypeWithdrawn: 200, TypeArchived: 100, TypeReturned: 200, TypeRecalled: 500,
		TypeApprovalRevoked: 50, TypeChecklistCompleted: 2000, TypeCorrectionDropped: 100, TypeDiscarded: 200, TypeDutyMet: 500,
		"released": 200, "at once": 1000, "on borrowed power": 200, "refused: same person": 500, "refused: no authority": 500,
		"refused: role": 1000, "refused: checklist": 200, "refused: content": 100, "refused: agency": 200, "refused: state": 1000,
		"refused: embargo": 50,
	} {
		if counts[what] < least {
			t.Errorf("%s happened %d times, fewer than %d: the test proves too little", what, counts[what], least)
		}
	}
}

type game struct {
	*oracle
	r       *rand.Rand
	p       *Publication
	history []domain.Event
	now     time.Time
	heir    bool // a merger has happened
	kind    Kind
	last    Content // that somebody completed the checklist on
}

var people = []string{"a", "b", "c", "d", "e"}

func newGame(t *testing.T, r *rand.Rand, counts map[string]int) *game {
	g := &game{oracle: &oracle{t: t, counts: counts}, r: r, p: New(), now: monday}
	g.begin()
	g.kind = []Kind{News, LegalDocument}[r.IntN(2)]
	for range 8 {
		g.appoint()
	}
	for range 3 {
		g.lend()
	}
	return g
}

func (g *game) person() string { return people[g.r.IntN(len(people))] }
func (g *game) chance(percent int) bool {
	return g.r.IntN(100) < percent
}

func (g *game) responsible() string {
	if g.heir {
		return "agency-2"
	}
	return portal
}

func (g *game) appoint() {
	from := calendar.DateOf(g.now).AddDays(g.r.IntN(20) - 15)
	g.seats = append(g.seats, term{
		account: g.person(), agency: []string{portal, portal, "agency-2"}[g.r.IntN(3)],
		position: []string{PositionHead, PositionDeputy, PositionMember}[g.r.IntN(3)],
		from:     from, to: from.AddDays(g.r.IntN(60)),
	})
}

func (g *game) lend() {
	since := calendar.DateOf(g.now).AddDays(g.r.IntN(6) - 4)
	l := loan{from: g.person(), to: g.person(), since: since, until: since.AddDays(g.r.IntN(20))}
	if l.from != l.to {
		g.loans = append(g.loans, l)
	}
}

func (g *game) step() {
	g.now = g.now.Add(time.Duration(g.r.IntN(40)) * time.Hour)
	switch {
	case g.chance(8):
		g.appoint()
	case g.chance(6):
		g.lend()
	case g.chance(4) && len(g.seats) > 0: // dismissed
		g.seats = append([]term{}, g.seats[1:]...)
	case g.chance(1):
		g.heir = true
	}
	command := g.command()
	events, err := perform(g.p, command)
	if err != nil {
		if len(events) > 0 {
			g.t.Fatalf("refused %T and recorded %s", command, show(events))
		}
		g.refused(err)
	} else {
		g.observe(command)
		g.accepted(command, g.p, events)
	}
	g.history = append(g.history, events...)
	for _, e := range events {
		g.p.Apply(e)
	}
	if len(events) > 0 {
		g.holds(g.p)
	}
}

func (g *game) observe(command any) {
	switch c := command.(type) {
	case CompleteChecklist:
		g.last = g.p.Content()
	case Release:
		g.counts["released"]++
	case Approve:
		if !c.PublishAt.After(c.Now) {
			g.counts["at once"]++
		}
		if c.Authority.Delegator != "" {
			g.counts["on borrowed power"]++
		}
	}
}

func (g *game) refused(err error) {
	for code, what := range map[error]string{
		ErrSamePerson: "same person", ErrNoAuthority: "no authority", ErrRole: "role", ErrChecklist: "checklist",
		ErrChecklistAuthor: "checklist by author", ErrContentChanged: "content", ErrOtherAgency: "agency",
		ErrState: "state", ErrEmbargoed: "embargo",
	} {
		if errors.Is(err, code) {
			g.counts["refused: "+what]++
		}
	}
}

// actor is anybody, mostly in a role that may.
func (g *game) actor(c Command) domain.Actor {
	a := domain.Actor{Account: g.person(), Agency: g.responsible()}
	roles := RolesFor(c)
	if len(roles) == 0 || g.chance(12) {
		roles = domain.Roles()
	}
	a.Role = roles[g.r.IntN(len(roles))]
	if g.chance(30) && len(g.loans) > 0 {
		l := g.loans[g.r.IntN(len(g.loans))]
		a.Account = l.to
	}
	if g.chance(5) {
		a.Agency = []string{portal, "agency-2", ""}[g.r.IntN(3)]
	}
	if g.chance(10) {
		a.OnBehalfOf = g.person()
	}
	if c == CommandRelease && g.chance(80) {
		return clock
	}
	return a
}

// authority is what the board's records say, or now and then a false claim.
func (g *game) authority(by domain.Actor) *Authority {
	today := calendar.DateOf(g.now)
	a := g.truth(by, g.responsible(), today)
	if a != nil && !g.chance(15) {
		return a
	}
	if a == nil {
		if a = g.recorded(by); a == nil || g.chance(60) {
			return a
		}
	}
	claim := *a
	switch g.r.IntN(4) {
	case 0:
		for claim.Account == by.Account { // a lie about oneself is the app's to refuse
			claim.Account = g.person()
		}
	case 1:
		claim.Agency = "agency-3"
	case 2:
		claim.To = today.AddDays(-1)
	case 3:
		claim.From = today.AddDays(1)
	}
	return &claim
}

// recorded is a power of the actor that holds on another day, at another agency or
// in another name: what an app would hand in that forgot to look.
func (g *game) recorded(by domain.Actor) *Authority {
	today := calendar.DateOf(g.now)
	for _, l := range g.loans {
		covers := !today.Before(l.since) && !today.After(l.until) && (by.OnBehalfOf == "" || by.OnBehalfOf == l.from)
		if l.to == by.Account && !covers && g.chance(50) {
			return &Authority{Agency: g.responsible(), Account: l.to, Position: PositionHead, From: l.since, To: l.until, Delegator: l.from}
		}
	}
	for _, s := range g.seats {
		if s.account == by.Account && g.chance(50) {
			return &Authority{Agency: s.agency, Account: s.account, Position: s.position, From: s.from, To: s.to}
		}
	}
	return nil
}

func (g *game) content() Content {
	if g.last.Title != "" && g.chance(30) {
		return g.last
	}
	c := story()
	if g.kind == LegalDocument {
		c = lawText([]string{"2026-02-26", "2026-02-27", "2026-03-02", "2018-01-02"}[g.r.IntN(4)])
	}
	c.Body = []string{"một", "hai", "ba"}[g.r.IntN(3)]
	if g.chance(30) {
		c.Translations = map[string]Translation{"en": {Title: c.Body}}
	}
	if g.chance(5) {
		c.Summary = ""
	}
	return c
}

// rare are the commands that end a story or only prolong it.
var rare = map[Command]bool{CommandDiscard: true, CommandWithdraw: true, CommandArchive: true, CommandRecall: true, CommandDropCorrection: true}

func (g *game) command() any {
	all := Allowed(g.p.State())
	if len(all) == 0 || g.chance(8) {
		all = Commands()
	}
	c := all[g.r.IntN(len(all))]
	for rare[c] && g.chance(85) {
		c = all[g.r.IntN(len(all))]
	}
	d := Deed{By: g.actor(c), Now: g.now, Responsible: g.responsible()}
	set, cal := rules.Default(), calendar.VietNam()
	hash := g.p.Submitted()
	if (c == CommandApprove || c == CommandCompleteChecklist) && g.chance(8) {
		hash = Hash(g.content())
	}
	items := affirmed()
	if g.chance(5) {
		delete(items, "accuracy")
	}
	switch c {
	case CommandDraft:
		return Draft{Deed: d, Publication: "p-1", Kind: g.kind, Slug: "bai", Content: g.content(), Rules: set, Calendar: cal}
	case CommandRevise:
		return Revise{Deed: d, Content: g.content(), Rules: set, Calendar: cal}
	case CommandSubmit:
		return Submit{Deed: d}
	case CommandRecall:
		return Recall{Deed: d}
	case CommandReturn:
		return Return{Deed: d, Authority: g.authority(d.By), Reason: "x"}
	case CommandCompleteChecklist:
		return CompleteChecklist{Deed: d, Authority: g.authority(d.By), Content: hash, Items: items}
	case CommandApprove:
		a := Approve{Deed: d, Authority: g.authority(d.By), Content: hash, Calendar: cal}
		if g.chance(50) {
			a.Checklist = items
		}
		if g.chance(40) {
			a.PublishAt = g.now.Add(time.Duration(g.r.IntN(100)-20) * time.Hour)
		}
		return a
	case CommandRelease:
		return Release{Deed: d, Content: g.p.Hash(), Calendar: cal}
	case CommandRevokeApproval:
		return RevokeApproval{Deed: d, Authority: g.authority(d.By), Reason: "x"}
	case CommandOpenCorrection:
		return OpenCorrection{Deed: d, Reason: "x"}
	case CommandDropCorrection:
		return DropCorrection{Deed: d, Reason: "x"}
	case CommandWithdraw:
		return Withdraw{Deed: d, Authority: g.authority(d.By), Reason: "x"}
	case CommandArchive:
		return Archive{Deed: d, Reason: "x"}
	}
	return Discard{Deed: d, Reason: "x"}
}

// replay folds the history as it comes back from storage: it gives the same state.
func (g *game) replay() {
	again := New()
	for _, e := range g.history {
		again.Apply(stored(g.t, e))
	}
	if !reflect.DeepEqual(again, g.p) {
		g.t.Fatalf("replayed\n%+v\nlived\n%+v\n%s", again, g.p, show(g.history))
	}
	if !reflect.DeepEqual(Fold(g.history), g.p) {
		g.t.Fatal("folding again gave another state")
	}
	if versions := Versions(g.history); len(versions) != g.versions {
		g.t.Fatalf("%d versions of %d", len(versions), g.versions)
	}
}

func stored(t *testing.T, e domain.Event) domain.Event {
	t.Helper()
	data, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	back := reflect.New(reflect.TypeOf(e))
	if err := json.Unmarshal(data, back.Interface()); err != nil {
		t.Fatal(err)
	}
	return back.Elem().Interface().(domain.Event)
}

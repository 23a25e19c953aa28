package dataset

import (
	"errors"
	"math/rand/v2"
	"os"
	"reflect"
	"strconv"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/domaintest"
	"minhbach/domain/editorial"
)

// TestRandomSequences lets a handful of people with random roles, seats, loans and
// claims do random things to a dataset, ten thousand times over. The oracle
// watches. MINHBACH_SEED repeats or varies a run.
func TestRandomSequences(t *testing.T) {
	const sequences, steps = 10_000, 45
	seed := uint64(20200525)
	if s, err := strconv.ParseUint(os.Getenv("MINHBACH_SEED"), 10, 64); err == nil {
		seed = s
	}
	t.Logf("seed %d", seed)
	counts := map[string]int{}
	for i := range uint64(sequences) {
		g := &game{oracle: &oracle{t: t, counts: counts}, r: rand.New(rand.NewPCG(seed, i)), d: New(), now: monday}
		g.begin()
		for step := 0; step < steps && (len(Allowed(g.d.State())) > 0 || g.chance(80)); step++ {
			g.step()
		}
		g.replay()
		if t.Failed() {
			t.Fatalf("sequence %d", i)
		}
	}
	t.Logf("%v", counts)
	for what, least := range map[string]int{
		TypePublished: 2000, TypeRevised: 150, TypeWithdrawn: 200, TypeArchived: 100, TypeReturned: 200, TypeRecalled: 300,
		TypeApprovalRevoked: 50, TypeChecklistCompleted: 1000, TypePersonalDataCleared: 1000, TypeRevisionDropped: 100,
		TypeDiscarded: 100, TypeReviewed: 300, TypeReleaseDetached: 300, TypeColumnsDescribed: 300, "released": 100,
		"public with findings": 500, "new data": 90, "description only": 50, "refused: same person": 500,
		"refused: no authority": 500, "refused: findings": 500, "refused: content": 100,
	} {
		if counts[what] < least {
			t.Errorf("%s happened %d times, fewer than %d: the test proves too little", what, counts[what], least)
		}
	}
}

type game struct {
	*oracle
	r       *rand.Rand
	d       *Dataset
	history []domain.Event
	now     time.Time
	made    int // releases
}

func (g *game) chance(percent int) bool { return g.r.IntN(100) < percent }

func (g *game) step() {
	g.now = g.now.Add(time.Duration(g.r.IntN(30)) * time.Hour)
	command := g.command()
	events, err := perform(g.d, command)
	if err != nil {
		if len(events) > 0 {
			g.t.Fatalf("refused %T and recorded %v", command, events)
		}
		g.refused(err)
	} else {
		g.accepted(command, g.d, events)
	}
	g.history = append(g.history, events...)
	for _, e := range events {
		g.d.Apply(e)
	}
	if len(events) > 0 {
		g.holds(g.d)
	}
}

func (g *game) refused(err error) {
	for code, what := range map[error]string{
		ErrSamePerson: "same person", ErrNoAuthority: "no authority", ErrFindings: "findings",
		ErrClearedByAuthor: "cleared by author", ErrContentChanged: "content",
	} {
		if errors.Is(err, code) {
			g.counts["refused: "+what]++
		}
	}
}

// actor is anybody, mostly in a role that may.
func (g *game) actor(c Command) domain.Actor {
	if c == editorial.CommandRelease && g.chance(85) {
		return clock
	}
	people := []string{"a", "b", "c", "d", "e"}
	if !g.chance(25) { // mostly some write and others judge
		if editorial.PowerFor(c).Borrowed != nil {
			people = people[3:]
		} else {
			people = people[:3]
		}
	}
	roles := RolesFor(c)
	if len(roles) == 0 || g.chance(10) {
		roles = domain.Roles()
	}
	a := domain.Actor{Account: people[g.r.IntN(len(people))], Agency: portal, Role: roles[g.r.IntN(len(roles))]}
	if g.chance(5) {
		a.OnBehalfOf = people[g.r.IntN(len(people))]
	}
	if g.chance(3) {
		a.Agency = "agency-2"
	}
	return a
}

// authority is mostly a power of the actor, now and then lent, and now and then a
// false claim.
func (g *game) authority(by domain.Actor) *Authority {
	if g.chance(8) {
		return nil
	}
	positions := []string{editorial.PositionHead, editorial.PositionDeputy, editorial.PositionMember}
	a := seat(by, positions[g.r.IntN(3)])
	if by.OnBehalfOf != "" || g.chance(30) {
		a.Delegator = by.OnBehalfOf
		if g.chance(50) {
			a.Delegator = "f"
		}
	}
	switch g.r.IntN(20) {
	case 0:
		a.Account = "somebody"
	case 1:
		a.Agency = "agency-2"
	case 2:
		a.To = day("2026-01-31")
	}
	return a
}

// rare are the commands that end a story or only prolong it.
var rare = map[Command]bool{editorial.CommandDiscard: true, editorial.CommandWithdraw: true, editorial.CommandArchive: true,
	editorial.CommandRecall: true, editorial.CommandReturn: true, CommandDropRevision: true, CommandDetach: true}

func (g *game) command() any {
	all := Allowed(g.d.State())
	if len(all) == 0 || g.chance(6) {
		all = Commands()
	}
	c := all[g.r.IntN(len(all))]
	for rare[c] && g.chance(80) {
		c = all[g.r.IntN(len(all))]
	}
	d := Deed{By: g.actor(c), Now: g.now, Responsible: portal}
	hash := g.d.Submitted()
	if g.chance(5) {
		hash = Hash(content(data(g.made)))
	}
	items := affirmed()
	if g.chance(5) {
		delete(items, "accuracy")
	}
	switch c {
	case editorial.CommandDraft:
		return Draft{Deed: d, Dataset: "d-1", Slug: "lua", Description: g.description()}
	case CommandDescribe:
		said := Describe{Deed: d, Description: g.description()}
		if r := g.d.Content().Release; r != nil && g.chance(40) {
			said.Columns = r.Columns
			said.Columns[1].Unit = []string{"ha", "công"}[g.r.IntN(2)]
		}
		return said
	case CommandAttach:
		return Attach{d, g.release()}
	case CommandDetach:
		return Detach{d}
	case editorial.CommandSubmit:
		return Submit{Deed: d}
	case editorial.CommandRecall:
		return Recall{Deed: d}
	case editorial.CommandReturn:
		return Return{d, g.authority(d.By), "x"}
	case editorial.CommandCompleteChecklist:
		return CompleteChecklist{d, g.authority(d.By), hash, items}
	case CommandClearPersonalData:
		return ClearPersonalData{d, g.authority(d.By), hash, "Số máy của trụ sở"}
	case editorial.CommandApprove:
		a := Approve{Deed: d, Authority: g.authority(d.By), Content: hash}
		if g.chance(60) {
			a.Checklist = items
		}
		if g.chance(30) {
			a.PublishAt = g.now.Add(time.Duration(g.r.IntN(100)-20) * time.Hour)
		}
		return a
	case editorial.CommandRelease:
		return ReleaseDue{d, g.d.Hash()}
	case editorial.CommandRevokeApproval:
		return RevokeApproval{d, g.authority(d.By), "x"}
	case CommandOpenRevision:
		return OpenRevision{d, "x"}
	case CommandDropRevision:
		return DropRevision{d, "x"}
	case CommandReview:
		return Review{Deed: d}
	case editorial.CommandWithdraw:
		return Withdraw{d, g.authority(d.By), "x"}
	case editorial.CommandArchive:
		return Archive{d, "x"}
	}
	return Discard{d, "x"}
}

func (g *game) description() Description {
	d := about()
	d.Method = []string{"", "một", "hai"}[g.r.IntN(3)]
	if g.chance(5) {
		d.Licence = ""
	}
	return d
}

func (g *game) release() Release {
	if g.made > 0 && g.chance(10) {
		return data(g.made) // known already
	}
	g.made++
	r := data(g.made)
	if g.chance(50) {
		r = risky(g.made)
	}
	r.Change = []Change{"", NewData, NewData, Correction, Revision}[g.r.IntN(5)]
	if g.chance(90) {
		r.Reason = "Số liệu mới"
	}
	return r
}

// replay folds the history as it comes back from storage: it gives the same state.
func (g *game) replay() {
	again := New()
	for _, e := range g.history {
		again.Apply(domaintest.Stored(g.t, e))
	}
	if !reflect.DeepEqual(again, g.d) {
		g.t.Fatalf("replayed\n%+v\nlived\n%+v", again, g.d)
	}
	if versions := Versions(g.history); len(versions) != g.versions {
		g.t.Fatalf("%d versions of %d", len(versions), g.versions)
	}
}

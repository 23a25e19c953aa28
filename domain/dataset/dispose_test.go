package dataset

import (
	"errors"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
)

// disposing is a disposal with nothing against it but, perhaps, the state.
func disposing() Dispose {
	return Dispose{
		Deed: Deed{By: domain.Actor{Account: domain.System}, Now: time.Date(2040, 1, 2, 3, 0, 0, 0, time.UTC)},
		Order: editorial.Order{
			Disposal:   Disposal{List: "l-1", Class: "keep.other", Decision: "9/QĐ-UBND", On: calendar.MustParse("2039-12-01"), LegalVi: "Điều 15", LegalEn: "Article 15"},
			ProposedBy: []string{minh.Account}, ApprovedBy: []string{tuan.Account}, Until: calendar.MustParse("2039-06-30"),
		},
	}
}

var archiving = Archive{Deed: by(minh), Reason: "x"}

func TestDisposalTakesAnApprovedListAndTheEndOfItsTime(t *testing.T) {
	archived := func() *Dataset { return published(t).happens(archiving).now() }
	got, err := perform(archived(), disposing())
	if err != nil || len(got) != 1 || got[0] != (Disposed{Disposal: disposing().Order.Disposal}) {
		t.Fatalf("%v, %v", got, err)
	}
	for name, c := range map[string]struct {
		spoil func(*Dispose)
		want  error
	}{
		"a person gives it":             {func(d *Dispose) { d.By = tuan }, refusals.Role},
		"no list":                       {func(d *Dispose) { d.Order.List = "" }, refusals.Unlisted},
		"no decision":                   {func(d *Dispose) { d.Order.Decision = "" }, refusals.Unlisted},
		"a decision of tomorrow":        {func(d *Dispose) { d.Order.On = calendar.MustParse("2040-01-03") }, refusals.Unlisted},
		"nobody approved":               {func(d *Dispose) { d.Order.ApprovedBy = nil }, refusals.Unlisted},
		"nobody proposed":               {func(d *Dispose) { d.Order.ProposedBy = nil }, refusals.Unlisted},
		"one person did both":           {func(d *Dispose) { d.Order.ApprovedBy = d.Order.ProposedBy }, refusals.Unlisted},
		"the name lent is the proposer": {func(d *Dispose) { d.Order.ApprovedBy = append(d.Order.ApprovedBy, d.Order.ProposedBy...) }, refusals.Unlisted},
		"the last day of its time":      {func(d *Dispose) { d.Order.Until = calendar.MustParse("2040-01-02") }, refusals.Kept},
		"kept for ever":                 {func(d *Dispose) { d.Order.Until = calendar.Date{} }, refusals.Kept},
	} {
		d := disposing()
		c.spoil(&d)
		if got, err := perform(archived(), d); !errors.Is(err, c.want) || len(got) > 0 {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	gone := published(t).happens(archiving, disposing()).now()
	if gone.State().Public() || !gone.State().Tombstone() {
		t.Error("what was disposed of is still public")
	}
}

package dataset

import (
	"errors"

	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/editorial"
	"minhbach/domain/rules"
)

// The rules that bind a public dataset.
const (
	RuleReview = rules.DatasetReview
	RuleUpdate = rules.DatasetUpdate
)

// Never is the frequency of a dataset that is complete: nothing will be added.
const Never Frequency = "never"

// Days are the dates of a public dataset from which its deadlines run.
type Days struct {
	First     calendar.Date // of the first public version
	Last      calendar.Date // of the newest; zero: First
	Reviewed  calendar.Date // of the last review, if there was one
	Frequency Frequency
}

// Duties are the deadlines of a public dataset as they stand: the next review, and
// the next update unless nothing will be added any more. They are shown, never
// stored: each review and each version begins them anew. On days for which no rule
// was in force nothing is owed.
func Duties(agency, id string, days Days, set *rules.Set, cal *calendar.Calendar) ([]duty.Duty, error) {
	if set == nil || cal == nil {
		return nil, ErrNoRules.New()
	}
	published, version := days.First, TypePublished
	if days.Last.After(published) {
		published, version = days.Last, TypeRevised
	}
	if published.IsZero() {
		return nil, nil // never public
	}
	looked, fact := published, version
	if days.Reviewed.After(published) {
		looked, fact = days.Reviewed, TypeReviewed
	}
	var all []duty.Duty
	open := func(rule, trigger string, on calendar.Date) error {
		d, err := duty.Open(set, cal, rule, agency, "dataset-"+id, trigger, on)
		if errors.Is(err, rules.ErrNoRule) {
			return nil
		}
		if err == nil {
			all = append(all, d)
		}
		return err
	}
	if err := open(RuleReview, fact, looked); err != nil {
		return nil, err
	}
	if days.Frequency != Never {
		if err := open(RuleUpdate, version, published); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Duties are the deadlines of this dataset while its public version is kept up.
func (d *Dataset) Duties(set *rules.Set, cal *calendar.Calendar) ([]duty.Duty, error) {
	if s := d.State(); !s.Public() || s == editorial.StateArchived {
		return nil, nil
	}
	return Duties(d.agency, d.id, Days{d.FirstOn(), d.LastOn(), d.reviewedOn, d.public.Description.Frequency}, set, cal)
}

// ReviewDue is the last day of the next review; zero when none is owed.
func (d *Dataset) ReviewDue(set *rules.Set, cal *calendar.Calendar) (calendar.Date, error) {
	return d.due(RuleReview, set, cal)
}

// UpdateDue is the last day of the next update; zero when none is owed.
func (d *Dataset) UpdateDue(set *rules.Set, cal *calendar.Calendar) (calendar.Date, error) {
	return d.due(RuleUpdate, set, cal)
}

func (d *Dataset) due(rule string, set *rules.Set, cal *calendar.Calendar) (calendar.Date, error) {
	all, err := d.Duties(set, cal)
	for _, one := range all {
		if one.RuleID == rule {
			return one.DueDate, err
		}
	}
	return calendar.Date{}, err
}

package dataset

import (
	"errors"
	"testing"

	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/rules"
)

func due(all []duty.Duty) map[string]string {
	out := map[string]string{}
	for _, d := range all {
		out[d.RuleID] = d.DueDate.String()
	}
	return out
}

func TestDuties(t *testing.T) {
	set, cal := rules.Default(), calendar.VietNam()
	for name, c := range map[string]struct {
		days           Days
		review, update string
	}{
		// 2 September 2026 is a holiday, and 2 June 2026 a Tuesday.
		"published":                   {Days{First: day("2026-03-02")}, "2026-09-03", "2026-06-02"},
		"a newer version":             {Days{First: day("2026-01-05"), Last: day("2026-03-02")}, "2026-09-03", "2026-06-02"},
		"reviewed":                    {Days{First: day("2026-03-02"), Reviewed: day("2026-03-31")}, "2026-09-30", "2026-06-02"},
		"reviewed before the version": {Days{First: day("2026-01-05"), Last: day("2026-03-02"), Reviewed: day("2026-02-02")}, "2026-09-03", "2026-06-02"},
		"complete":                    {Days{First: day("2026-03-02"), Frequency: Never}, "2026-09-03", ""},
		"end of a month":              {Days{First: day("2025-11-30")}, "2026-06-01", "2026-03-02"}, // 30 May is a Saturday, 28 February too
		"before the decree":           {Days{First: day("2020-05-24")}, "", ""},
		"on its first day":            {Days{First: day("2020-05-25")}, "2020-11-25", "2020-08-25"},
		"never public":                {Days{}, "", ""},
	} {
		all, err := Duties(portal, "d-1", c.days, set, cal)
		if err != nil {
			t.Fatal(err)
		}
		got := due(all)
		if got[RuleReview] != c.review || got[RuleUpdate] != c.update {
			t.Errorf("%s: %v, want %s and %s", name, got, c.review, c.update)
		}
	}
	all, _ := Duties(portal, "d-1", Days{First: day("2026-03-02"), Reviewed: day("2026-03-03")}, set, cal)
	if d := all[0]; d.Subject != "dataset-d-1" || d.AgencyID != portal || d.Trigger != TypeReviewed || d.Unit != rules.Months || d.Limit != 6 ||
		d.Cite("vi") != "Nghị định 194/2025/NĐ-CP; Nghị định 47/2020/NĐ-CP" {
		t.Errorf("%+v", d)
	}
	old, _ := Duties(portal, "d-1", Days{First: day("2025-08-18")}, set, cal)
	if len(old) != 2 || old[0].RuleVersion != "open-data-2020-05" || old[0].Cite("en") != "Decree 47/2020/NĐ-CP" {
		t.Errorf("%+v", old)
	}
	if _, err := Duties(portal, "d-1", Days{First: day("2026-03-02")}, nil, cal); !errors.Is(err, ErrNoRules) {
		t.Error(err)
	}
}

func TestDueDatesOfADataset(t *testing.T) {
	set, cal := rules.Default(), calendar.VietNam()
	d := published(t).now()
	review, err := d.ReviewDue(set, cal)
	update, err2 := d.UpdateDue(set, cal)
	if err != nil || err2 != nil || review != day("2026-09-03") || update != day("2026-06-02") {
		t.Errorf("%s, %s, %v, %v", review, update, err, err2)
	}
	looked := published(t).happens(Review{Deed: on(minh, at("2026-04-06"))}).now()
	if review, _ := looked.ReviewDue(set, cal); review != day("2026-10-06") {
		t.Errorf("after a review: %s", review)
	}
	for name, s := range map[string]*story{"a draft": drafted(t), "archived": published(t).happens(Archive{by(minh), "x"})} {
		if all, err := s.now().Duties(set, cal); err != nil || len(all) != 0 {
			t.Errorf("%s owes %v, %v", name, all, err)
		}
	}
}

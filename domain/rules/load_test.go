package rules_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/rules"
)

var both = rules.Text{Vi: "Thử", En: "Test"}

func rule(id string, limit int) rules.Rule {
	return rules.Rule{ID: id, Title: both, Trigger: both, Duty: both, Limit: limit, Unit: rules.WorkingDays, LegalBasis: rules.LegalBasis{Document: both, Article: 17}}
}

func pack(version, from, to string, rs ...rules.Rule) rules.Pack {
	p := rules.Pack{Version: version, Title: both, ValidFrom: day(from), Rules: rs}
	if to != "" {
		p.ValidTo = day(to)
	}
	return p
}

// R00.1: with two packs, two dates get two answers, and a third pack that
// comes later leaves the old answers alone.
func TestTwoPacksTwoAnswers(t *testing.T) {
	first, second := pack("1", "2019-05-02", "2025-12-31", rule("Q", 15)), pack("2", "2026-01-01", "", rule("Q", 10))
	set, err := rules.New(second, first)
	if err != nil {
		t.Fatal(err)
	}
	ended := second
	ended.ValidTo = day("2026-12-31")
	later, err := rules.New(first, ended, pack("3", "2027-01-01", "", rule("Q", 5)))
	if err != nil {
		t.Fatal(err)
	}
	for date, want := range map[string]int{"2019-06-03": 15, "2025-12-31": 15, "2026-01-01": 10, "2026-06-03": 10} {
		for _, s := range []*rules.Set{set, later} {
			if r, err := s.On("Q", day(date)); err != nil || r.Limit != want {
				t.Errorf("%s: %d, %v", date, r.Limit, err)
			}
		}
	}
}

func TestFaultyPacksAreRefused(t *testing.T) {
	spoilt := func(change func(*rules.Rule)) []rules.Pack {
		r := rule("Q", 15)
		change(&r)
		return []rules.Pack{pack("1", "2019-05-02", "", r)}
	}
	group := func(g rules.Group) []rules.Pack {
		p := pack("1", "2019-05-02", "")
		p.Groups = []rules.Group{g}
		return []rules.Pack{p}
	}
	basis := rules.LegalBasis{Document: both}
	withTemplate := pack("1", "2019-05-02", "")
	withTemplate.Template = &domainname.Template{Base: "Sóc Trăng"}
	withParameter := pack("1", "2019-05-02", "")
	withParameter.Parameters = []rules.Parameter{{ID: "P"}}
	for name, c := range map[string]struct {
		packs []rules.Pack
		want  string
	}{
		"overlap by a day":         {[]rules.Pack{pack("1", "2019-05-02", "2026-01-01", rule("Q", 1)), pack("2", "2026-01-01", "", rule("Q", 1))}, "overlap; end the first one on 2025-12-31"},
		"overlap with an open end": {[]rules.Pack{pack("1", "2019-05-02", "", rule("Q", 1)), pack("2", "2026-01-01", "", rule("Q", 1))}, "overlap"},
		"the same id twice":        {[]rules.Pack{pack("1", "2019-05-02", "", rule("Q", 1), rule("Q", 2))}, "overlap"},
		"gap of a day":             {[]rules.Pack{pack("1", "2019-05-02", "2025-12-30", rule("Q", 1)), pack("2", "2026-01-01", "", rule("Q", 1))}, "no version holds from 2025-12-31 to 2025-12-31"},
		"ends before it begins":    {[]rules.Pack{pack("1", "2019-05-02", "2019-05-01", rule("Q", 1))}, "valid from 2019-05-02 to 2019-05-01"},
		"one version for two":      {[]rules.Pack{pack("1", "2019-05-02", "2025-12-31", rule("Q", 1)), pack("1", "2026-01-01", "", rule("Q", 1))}, "two packs have this version"},
		"no beginning":             {[]rules.Pack{{Version: "1", Title: both}}, "valid_from"},
		"limit of nothing":         {spoilt(func(r *rules.Rule) { r.Limit = 0 }), "needs a limit"},
		"unknown unit":             {spoilt(func(r *rules.Rule) { r.Unit = "weeks" }), "unknown unit"},
		"a date without a date":    {spoilt(func(r *rules.Rule) { r.Unit, r.Limit = rules.FixedDate, 0 }), "a fixed date needs"},
		"a date that comes seldom": {spoilt(func(r *rules.Rule) {
			r.Unit, r.Limit, r.Before = rules.FixedDate, 0, &rules.MonthDay{Month: 2, Day: 29}
		}), "a fixed date needs"},
		"a number on change":      {spoilt(func(r *rules.Rule) { r.Unit = rules.OnChange }), "neither limit nor date"},
		"follow-up without limit": {spoilt(func(r *rules.Rule) { r.FollowUp = &rules.FollowUp{Unit: rules.CalendarDays} }), "follow-up"},
		"one language":            {spoilt(func(r *rules.Rule) { r.Title.En = "" }), "both languages"},
		"point f":                 {spoilt(func(r *rules.Rule) { r.LegalBasis.Point = "f" }), "known point"},
		"point w in a second law": {spoilt(func(r *rules.Rule) { r.Also = []rules.LegalBasis{{Document: both, Point: "w"}} }), "known point"},
		"older than its pack":     {spoilt(func(r *rules.Rule) { r.ValidFrom = day("2019-05-01") }), "outside its pack"},
		"group j":                 {group(rules.Group{ID: "j", Letter: "j", Name: both, Content: both, Levels: domainname.Levels(), LegalBasis: basis}), `no point "j"`},
		"group for nobody":        {group(rules.Group{ID: "x", Name: both, Content: both, LegalBasis: basis}), "levels are needed"},
		"group for villages":      {group(rules.Group{ID: "x", Name: both, Content: both, Levels: []domainname.Level{"village"}, LegalBasis: basis}), "unknown level"},
		"group without law":       {group(rules.Group{ID: "x", Name: both, Content: both, Levels: domainname.Levels()}), "legal basis"},
		"bad template":            {[]rules.Pack{withTemplate}, "template 1"},
		"bad parameter":           {[]rules.Pack{withParameter}, "parameter P"},
	} {
		set, err := rules.New(c.packs...)
		if err == nil || set != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := rules.New(pack("1", "2019-05-02", "", rule("Q", 0)), pack("1", "2019-05-02", "", rule("", 1)))
	for _, want := range []string{"needs a limit", "two packs", "id, title"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("all faults at once: %v lacks %q", err, want)
		}
	}
}

func TestARuleMayEndWithinItsPack(t *testing.T) {
	r := rule("Q", 3)
	r.ValidTo = day("2020-12-31")
	set, err := rules.New(pack("1", "2019-05-02", "", r))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := set.On("Q", day("2021-01-01")); err == nil {
		t.Error("the rule had ended")
	}
}

func TestLoadRefusesWhatItDoesNotKnow(t *testing.T) {
	for name, text := range map[string]string{
		"unknown field": `{"version":"1","title":{"vi":"a","en":"b"},"valid_from":"2019-05-02","rules":[{"limmit":3}]}`,
		"bad date":      `{"version":"1","valid_from":"2019-02-30"}`,
		"not json":      `{`,
	} {
		if _, err := rules.Load(fstest.MapFS{"p.json": {Data: []byte(text)}}); err == nil || !strings.Contains(err.Error(), "p.json") {
			t.Errorf("%s: %v", name, err)
		}
	}
	set, err := rules.Load(fstest.MapFS{"readme.md": {Data: []byte("x")}})
	if err != nil || len(set.Rules(day("2026-01-01"))) != 0 {
		t.Errorf("a directory without packs is an empty set: %v", err)
	}
}

func BenchmarkOn(b *testing.B) {
	set, on := rules.Default(), calendar.MustParse("2026-03-02")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := set.On(rules.QuestionAnswer, on); err != nil {
			b.Fatal(err)
		}
	}
}

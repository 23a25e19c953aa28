package rules_test

import (
	"errors"
	"testing"

	"golang.org/x/text/unicode/norm"

	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/rules"
)

func day(s string) calendar.Date { return calendar.MustParse(s) }

// R00.1: a question is judged by the pack of the day on which it came.
func TestTheTriggeringDateChoosesThePack(t *testing.T) {
	set := rules.Default()
	for date, want := range map[string]string{
		"2019-05-02": "2019-05", "2019-06-03": "2019-05", "2025-06-30": "2019-05",
		"2025-07-01": "2025-07", "2026-06-03": "2025-07", "2099-01-01": "2025-07",
	} {
		r, err := set.On(rules.QuestionAnswer, day(date))
		if err != nil || r.Version != want || r.Limit != 15 || r.Unit != rules.WorkingDays {
			t.Errorf("%s: %+v, %v", date, r, err)
		}
	}
	for _, date := range []string{"2019-05-01", "1999-12-31"} {
		if _, err := set.On(rules.QuestionAnswer, day(date)); !errors.Is(err, rules.ErrNoRule) {
			t.Errorf("%s: %v", date, err)
		}
	}
	if _, err := set.On(rules.QuestionAnswer, calendar.Date{}); !errors.Is(err, rules.ErrNoRule) {
		t.Errorf("no date: %v", err)
	}
	if _, err := set.On("R17.f", day("2026-01-01")); !errors.Is(err, rules.ErrUnknownRule) {
		t.Errorf("there is no point f: %v", err)
	}
	if r, err := set.On(norm.NFD.String(rules.QuestionAnswer), day("2026-01-01")); err != nil || r.ID != rules.QuestionAnswer {
		t.Errorf("decomposed id: %v", err)
	}
}

// The numbers of Điều 17 khoản 1 and Điều 28 khoản 6, in both packs.
func TestLimits(t *testing.T) {
	const d07, en07 = "Quyết định 07/2019/QĐ-UBND", "Decision 07/2019/QĐ-UBND"
	type row struct {
		id     string
		limit  int
		unit   rules.Unit
		vi, en string
	}
	table := []row{
		{rules.RegularUpdate, 1, rules.PerWorkingDay, "Điều 17 khoản 1 điểm a, " + d07 + "; Điều 10, " + d07, ""},
		{rules.Dissemination, 15, rules.WorkingDays, "Điều 17 khoản 1 điểm b, " + d07, ""},
		{rules.DocumentByIssuer, 2, rules.WorkingDays, "Điều 17 khoản 1 điểm c, " + d07, "Article 17, clause 1, point c, " + en07},
		{rules.DocumentInScope, 10, rules.WorkingDays, "Điều 17 khoản 1 điểm c, " + d07, ""},
		{rules.PlanOrProject, 10, rules.WorkingDays, "Điều 17 khoản 1 điểm d, " + d07 + "; Điều 10 khoản 1 điểm đ, Nghị định 43/2011/NĐ-CP; Điều 10 khoản 1 điểm h, Nghị định 43/2011/NĐ-CP", ""},
		{rules.QuestionAnswer, 15, rules.WorkingDays, "Điều 17 khoản 1 điểm đ, " + d07, ""},
		{rules.QuestionPublish, 0, rules.OnChange, "Điều 17 khoản 1 điểm đ, " + d07, ""},
		{rules.Feedback, 20, rules.CalendarDays, "Điều 17 khoản 1 điểm đ, " + d07 + "; Điều 12, Quyết định 574/QĐ-TTg", "Article 17, clause 1, point đ, " + en07 + "; Article 12, Decision 574/QĐ-TTg"},
		{rules.ScienceProject, 20, rules.WorkingDays, "Điều 17 khoản 1 điểm e, " + d07 + "; Điều 11, " + d07, ""},
		{rules.Statistics, 10, rules.WorkingDays, "Điều 17 khoản 1 điểm g, " + d07 + "; Điều 12, " + d07, ""},
		{rules.ForeignLanguage, 0, rules.OnChange, "Điều 17 khoản 1 điểm h, " + d07 + "; Điều 13, " + d07, ""},
		{rules.AnnualReport, 0, rules.FixedDate, "Điều 28 khoản 6, " + d07, "Article 28, clause 6, " + en07},
		{rules.ConsolidatedReport, 0, rules.FixedDate, "Điều 28 khoản 6, " + d07, ""},
	}
	for _, on := range []string{"2019-05-02", "2026-03-02"} {
		table := table
		erasure := row{rules.Erasure, 0, rules.OnChange, "Điều 21, Luật 67/2006/QH11", "Article 21, Law 67/2006/QH11"}
		if on == "2026-03-02" {
			erasure = row{rules.Erasure, 15, rules.CalendarDays, "Điều 14, Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP", "Article 14, Law 91/2025/QH15; Decree 356/2025/NĐ-CP"}
			table = append(table[:len(table):len(table)],
				row{rules.DatasetReview, 6, rules.Months, "Nghị định 194/2025/NĐ-CP; Nghị định 47/2020/NĐ-CP", "Decree 194/2025/NĐ-CP; Decree 47/2020/NĐ-CP"},
				row{rules.DatasetUpdate, 3, rules.Months, "Nghị định 194/2025/NĐ-CP; Nghị định 47/2020/NĐ-CP", ""},
				row{rules.RequestAnswer, 2, rules.WorkingDays, "Nghị định 356/2025/NĐ-CP", "Decree 356/2025/NĐ-CP"},
				row{rules.ErasureThirdParty, 20, rules.CalendarDays, "Điều 14, Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP", ""},
				row{rules.ErasureExtension, 15, rules.CalendarDays, "Nghị định 356/2025/NĐ-CP", ""})
		}
		table = append([]row{erasure}, table...)
		all := rules.Default().Rules(day(on))
		if len(all) != len(table) {
			t.Fatalf("%s: %d rules", on, len(all))
		}
		for i, want := range table {
			r := all[i]
			if r.ID != want.id || r.Limit != want.limit || r.Unit != want.unit || r.Cite("vi") != want.vi || (want.en != "" && r.Cite("en") != want.en) {
				t.Errorf("%s: %s %d %s, %s, %s", on, r.ID, r.Limit, r.Unit, r.Cite("vi"), r.Cite("en"))
			}
		}
	}
	f, err := rules.Default().On(rules.Feedback, day("2026-03-02"))
	if err != nil || f.FollowUp == nil || *f.FollowUp != (rules.FollowUp{Limit: 7, Unit: rules.CalendarDays}) {
		t.Errorf("feedback is followed up every seven days: %+v, %v", f.FollowUp, err)
	}
}

func TestLastDayIsStrictlyBefore(t *testing.T) {
	for id, want := range map[string]string{rules.AnnualReport: "2026-10-31", rules.ConsolidatedReport: "2026-11-14"} {
		r, err := rules.Default().On(id, day("2026-01-01"))
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := r.LastDay(2026); !ok || got != day(want) {
			t.Errorf("%s: %s", id, got)
		}
		if _, ok := r.LastDay(0); ok {
			t.Error("a year that does not exist has a last day")
		}
	}
	if _, ok := (rules.Rule{Unit: rules.WorkingDays}).LastDay(2026); ok {
		t.Error("a period has no fixed date")
	}
}

func TestGroups(t *testing.T) {
	set := rules.Default()
	var letters string
	for _, g := range set.Groups(day("2019-05-02")) {
		letters += g.Letter
		if g.ID != g.Letter || g.LegalBasis.Point != g.Letter || g.Mandatory(domainname.Voluntary) || !g.Mandatory(domainname.Province) {
			t.Errorf("%+v", g)
		}
	}
	if letters != "abcdđeghikl" {
		t.Errorf("groups %s", letters)
	}
	if g, err := set.Group("g", day("2026-01-01")); err != nil || g.Mandatory(domainname.Commune) {
		t.Errorf("the gazette binds the province only: %+v %v", g, err)
	}
	for date, want := range map[string]int{"2019-05-01": 0, "2022-08-14": 11, "2022-08-15": 18, "2026-06-30": 18, "2026-07-01": 11} {
		if got := len(set.Groups(day(date))); got != want {
			t.Errorf("%s: %d groups, want %d", date, got, want)
		}
	}
	if _, err := set.Group("treaties", day("2020-01-01")); !errors.Is(err, rules.ErrNoRule) {
		t.Error(err)
	}
	if g, err := set.Group("treaties", day("2023-01-01")); err != nil || g.LegalBasis.Cite("vi") != "Nghị định 42/2022/NĐ-CP" {
		t.Errorf("%+v %v", g, err)
	}
	if _, err := set.Group("j", day("2023-01-01")); !errors.Is(err, rules.ErrUnknownRule) {
		t.Error(err)
	}
}

func TestTemplates(t *testing.T) {
	set := rules.Default()
	for _, c := range []struct{ date, want, version string }{
		{"2025-06-30", "nhonmy.kesach.soctrang.gov.vn", "2019-05"},
		{"2025-07-01", "nhonmy.cantho.gov.vn", "2025-07"},
	} {
		tpl, err := set.Template(day(c.date))
		if err != nil || tpl.Version != c.version {
			t.Fatalf("%+v %v", tpl, err)
		}
		n, err := domainname.Compose(tpl, domainname.Commune, "Xã Nhơn Mỹ", "kesach.soctrang.gov.vn")
		if err != nil || n.FQDN != c.want {
			t.Errorf("%s: %s %v", c.date, n.FQDN, err)
		}
	}
	if tpl, err := set.Template(day("2025-07-01")); err != nil || len(tpl.Levels[domainname.District].Label) != 0 {
		t.Error("the district level ended on 1 July 2025")
	}
	if _, err := set.Template(day("2019-05-01")); !errors.Is(err, rules.ErrNoRule) {
		t.Error(err)
	}
}

func TestParametersAndVersions(t *testing.T) {
	set := rules.Default()
	if q, err := set.Parameter(rules.MinITOfficers, day("2020-01-01")); err != nil || q.Value != 1 || q.Version != "2019-05" {
		t.Errorf("%+v %v", q, err)
	}
	if _, err := set.Parameter(rules.MinITOfficers, day("2018-01-01")); !errors.Is(err, rules.ErrNoRule) {
		t.Error(err)
	}
	if _, err := set.Parameter("R99", day("2020-01-01")); !errors.Is(err, rules.ErrUnknownRule) {
		t.Error(err)
	}
	for date, want := range map[string]string{
		"2019-01-01": "", "2019-05-02": "2019-05+groups-2019-05+personal-data-2019-05+retention-2019-05", "2020-05-25": "2019-05+groups-2019-05+open-data-2020-05+personal-data-2019-05+retention-2019-05",
		"2023-01-01": "2019-05+groups-2019-05+groups-2022-08+open-data-2020-05+personal-data-2019-05+retention-2019-05", "2026-11-23": "2025-07+groups-2019-05+open-data-2025-08+personal-data-2026-01+retention-2019-05",
	} {
		if got := set.Version(day(date)); got != want {
			t.Errorf("%s: %q", date, got)
		}
	}
	for _, p := range set.Packs() {
		if p.Note == "" {
			t.Errorf("pack %s does not say what was checked", p.Version)
		}
	}
}

func TestHowLongContentIsKept(t *testing.T) {
	set := rules.Default()
	for _, c := range []struct {
		kind    string
		expired bool
		class   string
		until   string // from 2026-03-02
	}{
		{"introduction", false, "keep.introduction", ""},
		{"legal_document", false, "keep.valid", ""},
		{"legal_document", true, "keep.expired", "2027-03-02"},
		{"transaction_info", false, "keep.transaction", ""},
		{"news", false, "keep.other", "2031-03-02"},
		{"news", true, "keep.other", "2031-03-02"},
		{"dataset", false, "keep.other", "2031-03-02"},
	} {
		r, err := set.Retention(c.kind, c.expired, day("2026-03-02"))
		if err != nil || r.ID != c.class {
			t.Fatalf("%s: %s, %v", c.kind, r.ID, err)
		}
		until := ""
		if u := r.Until(day("2026-03-02")); !u.IsZero() {
			until = u.String()
		}
		if until != c.until || r.LegalBasis.Cite("vi") == "" {
			t.Errorf("%s, expired %v: until %q", c.kind, c.expired, until)
		}
	}
	if _, err := set.Retention("news", false, day("2018-01-01")); !errors.Is(err, rules.ErrNoRule) {
		t.Errorf("before the regulation: %v", err)
	}
	for name, r := range map[string]rules.Retention{
		"neither years nor for ever": {ID: "k", Name: both, LegalBasis: rules.LegalBasis{Document: both}},
		"both":                       {ID: "k", Name: both, Years: 1, Permanent: true, LegalBasis: rules.LegalBasis{Document: both}},
		"no basis":                   {ID: "k", Name: both, Years: 1},
		"no name":                    {ID: "k", Years: 1, LegalBasis: rules.LegalBasis{Document: both}},
	} {
		p := pack("1", "2019-05-02", "")
		p.Retentions = []rules.Retention{r}
		if _, err := rules.New(p); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

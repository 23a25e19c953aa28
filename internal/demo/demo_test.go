package demo

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/publication"
	"minhbach/domain/staff"
	"minhbach/internal/app"
	"minhbach/internal/node"
	"minhbach/internal/testkit"
	"minhbach/projections/view"
)

// present is a Wednesday without holidays around it.
func present() time.Time { return time.Date(2026, 10, 14, 3, 0, 0, 0, time.UTC) }

// TestDemo seeds once; every part looks at the same node, the one that moves its
// clock last.
func TestDemo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	begin := time.Now()
	if err := Seed(t.Context(), dir, Options{Now: present}); err != nil {
		t.Fatal(err)
	}
	t.Logf("seeded in %s", time.Since(begin).Round(time.Millisecond))
	n := testkit.Open(t, dir, present())
	for _, part := range []struct {
		name string
		run  func(*testing.T, *testkit.Node)
	}{
		{"every kind and state", everyKindAndState},
		{"deadlines", deadlines},
		{"domain names", domainNames},
		{"history is old and ends yesterday", historyEndsYesterday},
		{"accounts sign in", accountsSignIn},
		{"datasets", datasets},
		{"rejected rows, findings and corrections of datasets", datasetsAreOpen},
		{"the near future is released", nearFuture},
		{"what a directory is", whatADirectoryIs},
	} {
		t.Run(part.name, func(t *testing.T) { part.run(t, n) })
	}
}

func everyKindAndState(t *testing.T, n *testkit.Node) {
	work, err := n.App.Queries.WorkList(t.Context(), operator, view.WorkFilter{States: publication.States()})
	if err != nil {
		t.Fatal(err)
	}
	kinds, states := map[publication.Kind]int{}, map[publication.State]int{}
	for _, w := range work {
		kinds[w.Kind]++
		states[w.State]++
	}
	for _, k := range publication.Kinds() {
		if kinds[k.Kind] == 0 {
			t.Errorf("no item of kind %s", k.Kind)
		}
	}
	for _, s := range []publication.State{
		publication.StateDraft, publication.StateSubmitted, publication.StateReturned, publication.StateApproved, publication.StatePublished,
		publication.StateCorrectionSubmitted, publication.StateWithdrawn, publication.StateArchived,
	} {
		if states[s] == 0 {
			t.Errorf("no item in state %s; there are %v", s, states)
		}
	}
	public, err := n.App.Queries.Items(t.Context(), view.ItemFilter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	corrected, translated, files := 0, 0, 0
	for _, it := range public.Items {
		if it.Version > 1 {
			corrected++
		}
		translated += len(it.Languages)
		files += it.Attachments
	}
	if public.Total < 20 || corrected < 2 || translated < 3 || files < 6 {
		t.Errorf("public items %d, corrected %d, translations %d, files %d", public.Total, corrected, translated, files)
	}
	stale, err := n.App.Queries.Publication(t.Context(), public.Items[indexOf(t, public, "Giới thiệu tỉnh Sóc Trăng")].ID, view.AsOf{})
	if err != nil || len(stale.Stale) != 1 || stale.Stale[0] != "en" {
		t.Errorf("the corrected introduction must have a stale English text: %v %v", stale.Stale, err)
	}
}

func indexOf(t *testing.T, list view.Items, title string) int {
	t.Helper()
	for i, it := range list.Items {
		if it.Title == title {
			return i
		}
	}
	t.Fatalf("no public item has the title %q", title)
	return 0
}

func deadlines(t *testing.T, n *testkit.Node) {
	duties, err := n.App.Queries.Duties(t.Context(), app.DutyQuery{})
	if err != nil {
		t.Fatal(err)
	}
	late := map[string]int{}
	onTime := 0
	for _, d := range duties {
		switch {
		case d.Verdict == nil:
		case d.Verdict.State == duty.Late:
			late[d.Title] = d.Verdict.DaysLate
		default:
			onTime++
		}
	}
	const title = "Quyết định quy định mức hỗ trợ giống cây trồng, vật nuôi sau thiên tai"
	if len(late) != 1 || late[title] != 3 || onTime < 5 {
		t.Errorf("late %v, on time %d; want one that is three working days late", late, onTime)
	}
}

func domainNames(t *testing.T, n *testkit.Node) {
	for host, want := range map[string]string{
		"xamytu.mytu.soctrang.gov.vn":           "",
		"ict.sotttt.soctrang.gov.vn":            "trungtamcentttt.sotttt.soctrang.gov.vn",
		"trungtamcntttt.sotttt.soctrang.gov.vn": "trungtamcentttt.sotttt.soctrang.gov.vn",
		"nhonmy.kesach.soctrang.gov.vn":         "",
	} {
		answer, err := n.App.Queries.ResolveHost(t.Context(), host)
		if err != nil || answer.Agency == "" || answer.Redirect != want {
			t.Errorf("%s: %+v %v, want redirect %q", host, answer, err, want)
		}
	}
}

// The accounts that are printed must open, with the codes that are printed.
func accountsSignIn(t *testing.T, n *testkit.Node) {
	roles := map[string]bool{}
	for _, p := range People() {
		roles[p.Role] = true
		if staff.RoleNeedsSecondFactor(domain.Role(p.Role)) != p.SecondFactor {
			t.Errorf("%s: second factor %v does not fit the role %s", p.Login, p.SecondFactor, p.Role)
		}
		if p.Agency != "94" {
			continue // hashing takes its time
		}
		in := app.SignIn{Login: p.Login, Password: Password, Address: "127.0.0.1"}
		if p.SecondFactor {
			in.Code, _, _ = p.Code(present())
		}
		s, err := n.App.Auth.SignIn(t.Context(), in)
		if err != nil || s.Sealed == "" || s.MustChange || s.MustEnrol {
			t.Fatalf("%s: %+v %v", p.Login, s, err)
		}
		by, _, err := n.App.Auth.Resume(t.Context(), s.Sealed)
		if err != nil || len(by.Grants) == 0 {
			t.Errorf("%s has no role after signing in: %v", p.Login, err)
		}
	}
	if len(roles) < 6 {
		t.Errorf("only the roles %v", roles)
	}
}

func historyEndsYesterday(t *testing.T, n *testkit.Node) {
	first, err := n.App.Queries.PositionAt(t.Context(), view.AsOf{Instant: present().AddDate(0, 0, -7*10)})
	if err != nil || first == 0 {
		t.Errorf("nothing was recorded ten weeks ago: %v", err)
	}
	head, err := n.App.Queries.Position(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	yesterday, err := n.App.Queries.PositionAt(t.Context(), view.AsOf{Instant: calendar.DateOf(present()).Start()})
	if err != nil || yesterday != head {
		t.Errorf("the story must end yesterday: position %d of %d, %v", yesterday, head, err)
	}
}

func nearFuture(t *testing.T, n *testkit.Node) {
	waiting := view.WorkFilter{States: []publication.State{publication.StateApproved}}
	before, err := n.App.Queries.WorkList(t.Context(), operator, waiting)
	if err != nil || len(before) != 1 {
		t.Fatalf("%d items wait for their time: %v", len(before), err)
	}
	n.Clock.Advance(48 * time.Hour)
	n.Release()
	if after, err := n.App.Queries.WorkList(t.Context(), operator, waiting); err != nil || len(after) != 0 {
		t.Errorf("%d items still wait: %v", len(after), err)
	}
}

// The stories must hold together on whatever day the demo is started: nothing is
// approved before it is submitted, and one whole seeding goes well on a bad day.
func TestEveryDayWillDo(t *testing.T) {
	for day := calendar.MustParse("2026-01-01"); day.Year() < 2028; day = day.AddDays(1) {
		d := days{day, calendar.VietNam()}
		all, err := items(d)
		if err != nil {
			t.Fatalf("%s: %v", day, err)
		}
		for _, it := range all {
			inOrder(t, day, it.file, it.story)
		}
		tables, err := sets(d)
		if err != nil {
			t.Fatalf("%s: %v", day, err)
		}
		for _, s := range tables {
			var story []step
			for _, st := range s.story {
				story = append(story, st.step)
			}
			inOrder(t, day, s.file, story)
		}
	}
	if testing.Short() {
		t.Skip("seeds once more")
	}
	tet := time.Date(2027, 2, 7, 8, 0, 0, 0, time.UTC) // a Sunday in a year without a declared calendar
	if err := Seed(t.Context(), filepath.Join(t.TempDir(), "d"), Options{Now: func() time.Time { return tet }}); err != nil {
		t.Error(err)
	}
}

func inOrder(t *testing.T, day calendar.Date, file string, story []step) {
	t.Helper()
	for i, st := range story {
		if i > 0 && st.at.Before(story[i-1].at) || !st.at.Before(day.Start()) {
			t.Fatalf("%s: %s: %s %s at %s is out of order", day, file, st.who, st.verb, st.at)
		}
	}
}

func whatADirectoryIs(t *testing.T, n *testkit.Node) {
	dir := n.Dir
	if ok, err := Seeded(dir); !ok || err != nil {
		t.Errorf("a whole demo: %v %v", ok, err)
	}
	if ok, err := Seeded(filepath.Join(t.TempDir(), "new")); ok || err != nil {
		t.Errorf("a new directory: %v %v", ok, err)
	}
	if err := os.Remove(filepath.Join(dir, marker)); err != nil {
		t.Fatal(err)
	}
	if _, err := Seeded(dir); !errors.Is(err, ErrCut) {
		t.Errorf("a demo that was cut short: %v", err)
	}
	other := t.TempDir()
	if err := node.Init(other, present()); err != nil {
		t.Fatal(err)
	}
	if _, err := Seeded(other); !errors.Is(err, ErrOther) {
		t.Errorf("somebody's own directory: %v", err)
	}
}

func TestFilesAreWhatTheySay(t *testing.T) {
	c := publication.Content{Title: "Đường nước Ở ẢẤỘỮ", Body: "| A | Số |\n|---|---:|\n| x, y | 1.800 |\n| z | 9,8 |\n\nHết."}
	raw, err := render("a.csv", c)
	if want := "A,Số\n\"x, y\",1800\nz,9.8\n"; err != nil || string(raw) != want {
		t.Errorf("csv: %q %v, want %q", raw, err, want)
	}
	if _, err := render("a.csv", publication.Content{Body: "không có bảng"}); err == nil {
		t.Error("a text without a table makes no CSV")
	}
	if _, err := render("a.exe", c); err == nil {
		t.Error("unknown kinds of files are refused")
	}
	raw, err = render("a.pdf", c)
	if err != nil || !strings.HasPrefix(string(raw), "%PDF-1.7") || !strings.Contains(string(raw), utf16Text(c.Title)) {
		t.Errorf("pdf: %v", err)
	}
}

func TestBadContentIsTold(t *testing.T) {
	d := days{calendar.DateOf(present()), calendar.VietNam()}
	for text, want := range map[string]string{
		"agency: 94":                                       "--- body",
		"colour: red\n--- body\nx":                         "unknown field",
		"document.colour: red\n--- body\nx":                "unknown field",
		"title: {giờ 3}\n--- body\nx":                      "{giờ 3}",
		"title: {ngày\n--- body\nx":                        "want {ngày N}",
		"story:\n  -1 08:00 lan sings\n--- body\nx":        "unknown verb",
		"story:\n  -1 25:00 lan drafts\n--- body\nx":       "no time of day",
		"story:\n  x 08:00 lan drafts\n--- body\nx":        "no day",
		"story:\n  -1 08:00 lan revises: a\n--- body\nx":   "want: revises",
		"story:\n  -1 08:00 lan drafts it\n--- body\nx":    "cannot read",
		"story:\n  -1 08:00\n--- body\nx":                  "want: day",
		"kind: news\n--- body\nx\n--- en\ncolour: red\n\n": "unknown field",
	} {
		if _, err := readItem(d, "x", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want a word about %q", text, err, want)
		}
	}
}

func TestCancelledSeedingStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Seed(ctx, filepath.Join(t.TempDir(), "d"), Options{Now: present}); err == nil {
		t.Error("a cancelled seeding must fail")
	}
}

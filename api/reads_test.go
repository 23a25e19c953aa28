package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/projections/view"
)

func get[T any](t *testing.T, s http.Handler, target string, headers ...string) (T, http.Header) {
	t.Helper()
	var body T
	w := call(s, "GET", prefix+target, "", headers...)
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s: %d %s", target, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatalf("GET %s: %v", target, err)
	}
	return body, w.Header()
}

// Every filter of the list reaches the query as it was meant.
func TestListFiltersReachTheQuery(t *testing.T) {
	f := newFake()
	s := server(t, f)
	_, h := get[ItemList](t, s, "/publications?agency=kesach&subordinates=true&kind=news,legal_document&group=e&section=van-ban&number=07%2F2019&title=quy+ch%E1%BA%BF"+
		"&year=2019&from=2019-01-01&to=2019-12-31&state=archived&order=issued&limit=5&cursor=abc&as_of=2026-11-01")
	want := view.ItemFilter{
		AsOf: view.AsOf{Position: 42, Instant: day("2026-11-01").End().Add(-time.Microsecond).UTC()}, Agencies: []string{districtID, communeID},
		Kinds: []publication.Kind{publication.LegalDocument}, Section: "van-ban", Number: "07/2019", Title: "quy chế", Year: 2019,
		From: day("2019-01-01"), To: day("2019-12-31"), States: []view.PublicState{view.Archived}, Order: view.ByIssue, Limit: 5, Cursor: "abc",
	}
	if !reflect.DeepEqual(f.filter, want) {
		t.Errorf("\n got %+v\nwant %+v", f.filter, want)
	}
	if h.Get("Minhbach-Position") != "42" {
		t.Errorf("position %s", h.Get("Minhbach-Position"))
	}
	link := h.Get("Link")
	address, rel, _ := strings.Cut(link, ">; ")
	if rel != `rel="next"` || !strings.HasPrefix(address, "<http://example.com/api/v1/publications?") {
		t.Fatalf("Link: %s", link)
	}
	if w := call(s, "GET", strings.TrimPrefix(address, "<http://example.com"), ""); w.Code != http.StatusOK {
		t.Errorf("following %s: %d %s", link, w.Code, w.Body)
	}
	want.Cursor = "next+/="
	if !reflect.DeepEqual(f.filter, want) {
		t.Errorf("the next page asks for\n%+v, want\n%+v", f.filter, want)
	}
	if list, _ := get[ItemList](t, s, "/publications?kind=news&group=e"); len(list.Items) != 0 || list.Items == nil {
		t.Errorf("a kind of another group: %+v", list)
	}
	if item, _ := get[ItemList](t, s, "/publications"); item.Items[0].Page != "/cq/kesach/van-ban/07-2019-qd-ubnd" || item.Items[0].Group != "e" {
		t.Errorf("%+v", item.Items[0])
	}
}

// Points in time: every form of as_of, and the position that answers name.
func TestPointsInTime(t *testing.T) {
	f := newFake()
	s := server(t, f)
	for asked, want := range map[string]view.AsOf{
		"":                            {},
		"7":                           {Position: 7},
		"2026-11-01":                  {Instant: time.Date(2026, 11, 1, 16, 59, 59, 999999000, time.UTC)},
		"01/11/2026":                  {Instant: time.Date(2026, 11, 1, 16, 59, 59, 999999000, time.UTC)},
		"2026-11-01T08:00:00%2B07:00": {Instant: time.Date(2026, 11, 1, 1, 0, 0, 0, time.UTC)},
		"2026-11-01T08:00:00+07:00":   {Instant: time.Date(2026, 11, 1, 1, 0, 0, 0, time.UTC)},
	} {
		_, h := get[Publication](t, s, "/publications/"+itemID+"?as_of="+asked)
		position := "99"
		if !want.IsNow() {
			want.Position = max(want.Position, 42)
			if asked == "7" {
				want.Position = 42
			}
			position = "42"
		}
		if f.asOf != want || h.Get("Minhbach-Position") != position {
			t.Errorf("%q: %+v at %s, want %+v", asked, f.asOf, h.Get("Minhbach-Position"), want)
		}
	}
	if head, _ := get[Head](t, s, "/log/head"); head.Position != 99 {
		t.Errorf("head %d", head.Position)
	}
}

// A reader may wait for what they did themselves, and is told when that takes long.
func TestMinPositionWaits(t *testing.T) {
	f := newFake()
	s := server(t, f)
	get[AgencyList](t, s, "/agencies?min_position=98")
	if f.waited != 98 {
		t.Errorf("waited for %d", f.waited)
	}
	f.Queries.Wait = func(ctx context.Context, _ uint64) error {
		if _, bounded := ctx.Deadline(); !bounded {
			t.Error("the wait has no end")
		}
		return fmt.Errorf("projections: %w", context.DeadlineExceeded)
	}
	w := call(s, "GET", prefix+"/agencies?min_position=98", "")
	if p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t); w.Code != 503 || p.Code != "position.not_reached" || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d %+v", w.Code, p)
	}
}

// The tree in both forms, narrowed by level and parent; agencies by any of their names.
func TestAgencies(t *testing.T) {
	s := server(t, newFake())
	flat, _ := get[AgencyList](t, s, "/agencies")
	if flat.Total != 3 || flat.Agencies[2].Domain.State != "conflict_pending" || flat.Agencies[0].Page != "/" || flat.Tree != nil {
		t.Errorf("%+v", flat)
	}
	tree, _ := get[AgencyList](t, s, "/agencies?form=tree&parent=kesach")
	if tree.Total != 2 || len(tree.Tree) != 1 || tree.Tree[0].Children[0].ID != communeID || tree.Tree[0].Children[0].Children == nil {
		t.Errorf("%+v", tree)
	}
	communes, _ := get[AgencyList](t, s, "/agencies?level=commune")
	if communes.Total != 1 || communes.Agencies[0].ID != communeID {
		t.Errorf("%+v", communes)
	}
	for _, key := range []string{communeID, "31", "nhonmy.kesach"} {
		if a, _ := get[Agency](t, s, "/agencies/"+key); a.ID != communeID {
			t.Errorf("%s: %+v", key, a)
		}
	}
}

// A version's hash is that of the bytes offered as proof.
func TestVersionsCanBeProved(t *testing.T) {
	s := server(t, newFake())
	v, _ := get[VersionContent](t, s, "/publications/"+itemID+"/versions/2")
	w := call(s, "GET", v.Proof.Canonical, "")
	if w.Code != 200 || w.Body.Len() != v.Proof.Bytes || sha256Hex(w.Body.Bytes()) != v.ContentHash || v.Reason != "Đính chính" {
		t.Errorf("%d bytes, %+v", w.Body.Len(), v)
	}
	if v.Files[0].URL != publicationURL(itemID)+"/attachments/"+sha {
		t.Errorf("%+v", v.Files)
	}
}

// History is for anybody; a token adds the caller, and through cuts it.
func TestHistoryTakesAToken(t *testing.T) {
	f := newFake()
	s := server(t, f)
	all, h := get[History](t, s, "/publications/"+itemID+"/history")
	if len(all.Events) != 2 || f.by.Account != "" || !strings.Contains(strings.Join(h.Values("Vary"), ","), "Authorization") || h.Get("Cache-Control") != "public, no-cache" {
		t.Errorf("%+v %v", all, h)
	}
	one, h := get[History](t, s, "/publications/"+itemID+"/history?through=0", "Authorization", bearerGood)
	if len(one.Events) != 1 || f.by.Account != staffID || h.Get("Cache-Control") != "no-store" {
		t.Errorf("by %+v %v", f.by, h)
	}
	f.Queries.History = func(context.Context, app.Caller, string) ([]view.Event, error) {
		return []view.Event{{ID: keyUUID, Revision: 1}, {ID: keyUUID, Revision: 2}, {ID: keyUUID, Revision: 3}}, nil
	}
	if cut, _ := get[History](t, s, "/publications/"+itemID+"/history?through=2"); len(cut.Events) != 2 {
		t.Errorf("%+v", cut)
	}
	if w := call(s, "GET", prefix+"/publications/"+itemID+"/history", "", "Authorization", "Bearer wrong"); w.Code != 401 {
		t.Errorf("a wrong token: %d", w.Code)
	}
}

// A withdrawn item tells its reason and shows nothing else.
func TestWithdrawnKeepsOnlyItsReason(t *testing.T) {
	p, _ := get[Publication](t, server(t, newFake()), "/publications/"+goneID)
	s := server(t, newFake())
	for _, path := range []string{"/versions/1", "/versions/1/canonical", "/diff?from=1&to=2", "/attachments/" + sha} {
		joint := map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")]
		if w := call(s, "GET", prefix+"/publications/"+goneID+path, ""); w.Code != http.StatusGone {
			t.Errorf("%s: %d", path, w.Code)
		}
		// As of a day before the withdrawal it stands as it stood.
		if w := call(s, "GET", prefix+"/publications/"+goneID+path+joint+"as_of=7", ""); w.Code != http.StatusOK {
			t.Errorf("%s as of then: %d %s", path, w.Code, w.Body)
		}
	}
	if then, _ := get[Publication](t, s, "/publications/"+goneID+"?as_of=7"); then.Files[0].URL != publicationURL(goneID)+"/attachments/"+sha+"?as_of=42" {
		t.Errorf("%+v", then.Files)
	}
	if p.State != "withdrawn" || p.Reason == "" || p.Content != nil || len(p.Files) != 0 {
		t.Errorf("%+v", p)
	}
}

// Metadata names every mandatory element, and the agency's own address.
func TestDublinCore(t *testing.T) {
	p, _ := get[Publication](t, server(t, newFake()), "/publications/"+itemID)
	for _, name := range []string{"title", "creator", "date", "description", "publisher", "identifier"} {
		if len(p.DublinCore[name]) == 0 {
			t.Errorf("%s is missing", name)
		}
	}
	if got := p.DublinCore["identifier"][0].Text; got != "https://kesach.soctrang.gov.vn/van-ban/07-2019-qd-ubnd" {
		t.Errorf("identifier %s", got)
	}
}

// Deadlines: judged on the day, filtered by state, paged without gaps.
func TestDuties(t *testing.T) {
	s := server(t, newFake())
	all, _ := get[DutyList](t, s, "/duties")
	if all.Total != 2 || all.Duties[0].State != "pending" || all.Duties[1].State != "met" || all.Duties[0].LegalBasisVi == "" {
		t.Fatalf("%+v", all)
	}
	first, h := get[DutyList](t, s, "/duties?limit=1")
	second, _ := get[DutyList](t, s, "/duties?limit=1&cursor="+first.Next)
	if first.Total != 2 || len(second.Duties) != 1 || second.Duties[0] != all.Duties[1] || second.Next != "" || !strings.Contains(h.Get("Link"), "limit=1") {
		t.Errorf("%+v then %+v", first, second)
	}
	if met, _ := get[DutyList](t, s, "/duties?state=met"); met.Total != 1 {
		t.Errorf("%+v", met)
	}
}

// Calendar and rules are those of the domain, with their sources.
func TestCalendarAndRules(t *testing.T) {
	s := server(t, newFake())
	c, _ := get[WorkCalendar](t, s, "/calendar?year=2026")
	if c.Provisional || c.WorkingDays < 245 || c.WorkingDays > 255 || len(c.Days) == 0 || c.Days[0].LegalBasis == "" {
		t.Errorf("%+v", c)
	}
	if c, _ := get[WorkCalendar](t, s, "/calendar?year=2031"); !c.Provisional {
		t.Error("2031 is not declared")
	}
	now, _ := get[RuleList](t, s, "/rules")
	then, _ := get[RuleList](t, s, "/rules?on=2020-01-01")
	none, _ := get[RuleList](t, s, "/rules?on=1990-01-01")
	if now.On.String() != "2026-11-23" || len(now.Rules) == 0 || then.Version == now.Version || len(none.Rules) != 0 || none.Rules == nil {
		t.Errorf("%s %d, %s, %v", now.Version, len(now.Rules), then.Version, none.Rules)
	}
}

package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/notice"
	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/integration/bus"
	"minhbach/internal/app"
	"minhbach/internal/node"
	"minhbach/internal/testkit"
	"minhbach/projections/view"
)

// undelivered is a directory with a notice that failed and an event that is parked.
func undelivered(t *testing.T) (dir, id, event string) {
	t.Helper()
	n := testkit.New(t, time.Now())
	if _, err := n.Import("level,code,name_vi,name_en,unit_type,parent_code\nprovince,94,Tỉnh Sóc Trăng,,Tỉnh,\n", "2019-05-02"); err != nil {
		t.Fatal(err)
	}
	lan := n.Account("lan", domain.Contributor, "94")
	by := app.Caller{Account: lan.ID, Grants: []view.Grant{{Role: domain.Contributor, Agency: n.Agency("94")}}}
	ctx, c := t.Context(), n.App.Commands
	item, err := c.DraftPublication(ctx, by, app.DraftPublication{Agency: n.Agency("94"), Kind: publication.News, Content: publication.Content{
		Language: "vi", Title: "Tin", Summary: "Tóm tắt.", Body: "Nội dung.", Metadata: publication.Metadata{Creator: "Văn phòng"}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.SubmitPublication(ctx, by, app.SubmitPublication{ID: item.ID}); err != nil {
		t.Fatal(err)
	}
	if told, err := c.Notices.Tell(ctx, app.Telling{Kind: notice.ForReview, Sort: notice.Publication, About: item.ID, Event: eventstore.NewID(time.Now())}); told != 1 || err != nil {
		t.Fatal(told, err)
	}
	n.Settle()
	all, err := n.App.Queries.Notices.List(ctx, testkit.Operator, view.NoticeFilter{})
	if err != nil || len(all) == 0 {
		t.Fatal(all, err)
	}
	if _, err := c.Notices.Outcome(ctx, app.Outcome{Notice: all[0].ID, Event: eventstore.NewID(time.Now()), Cause: notice.CauseNoAddress}); err != nil {
		t.Fatal(err)
	}
	event = eventstore.NewID(time.Now()).String()
	d, err := n.Codec.Encode(eventstore.NewID(time.Now()), bus.EventParked{Event: event, Stream: "publication-" + item.ID, Type: "publication.submitted", Cause: "agency.unknown"},
		eventstore.Metadata{Actor: "system"})
	if err == nil {
		_, err = n.Log.Append(ctx, "parked-notices", eventstore.Any(), d)
	}
	if err != nil {
		t.Fatal(err)
	}
	n.Settle()
	n.Stop()
	return n.Dir, all[0].ID, event
}

func listed(t *testing.T, dir string, code int, flags ...string) (out node.Outbox) {
	t.Helper()
	r := minhbach(t, append([]string{"notices", "list", "--data", dir, "--json"}, flags...)...).want(t, code, "")
	if err := json.Unmarshal([]byte(r.out), &out); err != nil {
		t.Fatal(err, r.out)
	}
	return out
}

// Given a notice that failed and a parked event, then list and doctor tell of both, and
// send and replay take them off, with a server and without.
func TestNoticesFromTheCommandLine(t *testing.T) {
	t.Setenv("MINHBACH_EVENTSTORE_ADMIN_PASSWORD", "")
	dir, id, event := undelivered(t)
	out := listed(t, dir, Degraded)
	if len(out.Parked) != 1 || out.Parked[0].Event != event || out.Counts[notice.StateFailed] != 1 || out.Sending {
		t.Errorf("%+v", out)
	}
	for _, lang := range []string{"vi", "en"} {
		r := minhbach(t, "--lang", lang, "notices", "list", "--data", dir).want(t, Degraded, "replay")
		if !strings.Contains(r.out, id) || !strings.Contains(r.out, "agency.unknown") || strings.Contains(r.out, "%!") {
			t.Errorf("%s: %s", lang, r.out)
		}
	}
	if code, all := examine(t, dir); code != Degraded || !slices.Equal(ill(all), []string{"groups", "notices"}) {
		t.Errorf("doctor: %d, %+v", code, all)
	}
	minhbach(t, "notices", "send", "--data", dir, "01890000-0000-7000-8000-000000000001").want(t, Failure, "notice.not_found")
	minhbach(t, "notices", "replay", "--data", dir, "notices", "01890000-0000-7000-8000-000000000001").want(t, Failure, "bus.not_parked")
	url, _, stop := serving(t, strings.NewReader(""), "serve", "--data", dir, "--listen", "127.0.0.1:0", "--eventstore-listen", "127.0.0.1:0", "--eventstore-insecure")
	defer stop()
	if url == "" {
		t.Fatal("no address")
	}
	if code, all := examine(t, dir); code != Degraded || !slices.Contains(ill(all), "groups") || !slices.Contains(ill(all), "notices") {
		t.Errorf("doctor of a server: %d, %+v", code, all)
	}
	minhbach(t, "notices", "send", "--data", dir, id).want(t, OK, "")
	if r := minhbach(t, "notices", "replay", "--data", dir).want(t, OK, ""); strings.TrimSpace(r.out) != "1" {
		t.Errorf("replayed %q", r.out)
	}
	stop()
	if out := listed(t, dir, OK); len(out.Parked) != 0 || out.Counts[notice.StateWaiting] == 0 {
		t.Errorf("%+v", out)
	}
	if code, all := examine(t, dir); code != OK {
		t.Errorf("doctor afterwards: %d, %+v", code, all)
	}
}

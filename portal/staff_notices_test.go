package portal_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"minhbach/domain/notice"
	"minhbach/eventstore"
	"minhbach/integration/bus"
	"minhbach/internal/app"
	"minhbach/portal/render/rendertest"
	"minhbach/projections/view"
)

const noticesHome = "/quan-tri/thong-bao"

// told writes a notice about an item to the board's head and tells what became of it.
func (o *office) told(item, cause string) {
	o.t.Helper()
	ctx, c := o.t.Context(), o.n.App.Commands.Notices
	o.do(c.SetAddress(ctx, app.Caller{Account: o.account["truongban"]}, app.SetAddress{Address: "truongban@kesach.gov.vn"}))
	n, err := c.Tell(ctx, app.Telling{Kind: notice.ForReview, Sort: notice.Publication, About: item, Event: eventstore.NewID(o.now())})
	if err != nil || n != 1 {
		o.t.Fatal(n, err)
	}
	o.must(o.n.Ready(ctx))
	if cause == "" {
		return
	}
	all, err := o.n.App.Queries.Notices.List(ctx, operator, view.NoticeFilter{})
	o.must(err)
	o.do(c.Outcome(ctx, app.Outcome{Notice: all[0].ID, Event: eventstore.NewID(o.now()), Cause: cause}))
	o.must(o.n.Ready(ctx))
}

// parked makes the group that writes notices go on without an event.
func (o *office) parked() {
	o.t.Helper()
	d, err := o.n.Codec.Encode(eventstore.NewID(o.now()), bus.EventParked{Event: eventstore.NewID(o.now()).String(), Stream: "publication-x",
		Type: "publication.submitted", Cause: "agency.unknown"}, eventstore.Metadata{Actor: "system"})
	o.must(err)
	_, err = o.n.Log.Append(o.t.Context(), "parked-notices", eventstore.Any(), d)
	o.must(err)
	o.must(o.n.Ready(o.t.Context()))
}

func TestTheOutboxIsSeenAndLookedAfter(t *testing.T) {
	o := newOffice(t)
	one, two := o.submitted("Tin thứ nhất"), o.submitted("Tin thứ hai")
	o.told(one, "550 5.1.1")
	o.advance(time.Minute)
	o.told(two, "")
	o.parked()
	for _, login := range []string{"thanhtra", "truongban", "thutruong"} {
		v := o.as(login)
		if res := v.get(noticesHome); res.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %d", login, res.StatusCode)
		}
		if v.page("/quan-tri").Has("a[href='" + noticesHome + "']") {
			t.Errorf("%s is shown the way", login)
		}
	}
	v := o.as("quantri")
	if !v.page("/quan-tri").Has("a[href='" + noticesHome + "']") {
		t.Error("the administrator is not shown the way")
	}
	d := v.page(noticesHome)
	text := d.Text("main")
	for _, want := range []string{"Tin thứ nhất", "Tin thứ hai", "550 5.1.1", "Người truongban", "Chưa cài máy chủ thư", "Lập thông báo", "publication.submitted", "agency.unknown"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q: %s", want, text)
		}
	}
	if strings.Contains(d.HTML, "@kesach") || strings.Index(text, "Tin thứ hai") > strings.Index(text, "Tin thứ nhất") {
		t.Errorf("an address, or the oldest first: %s", text)
	}
	if !d.Has("main a[href='/quan-tri/muc/" + one + "']") {
		t.Error("no link to the item")
	}
	for choice, want := range map[string][2]bool{"loi": {true, false}, "cho": {false, true}, "da-gui": {false, false}} {
		text := v.page(noticesHome + "?trang-thai=" + choice).Text("main")
		if got := [2]bool{strings.Contains(text, "Tin thứ nhất"), strings.Contains(text, "Tin thứ hai")}; got != want {
			t.Errorf("%s shows %v", choice, got)
		}
	}
	again := v.form(d, "form[action$='/gui-lai']")
	if text := v.then(v.post(noticesHome+"/gui-lai", again)).Text("main"); strings.Contains(text, "550 5.1.1") || !strings.Contains(text, "Đã yêu cầu gửi lại") {
		t.Errorf("sent again: %s", text)
	}
	if d := v.page(noticesHome + "?trang-thai=loi"); d.Has("form[action$='/gui-lai']") {
		t.Error("it still counts as failed")
	}
	replay := v.form(d, "form[action$='/xu-ly-lai']")
	if d := v.then(v.post(noticesHome+"/xu-ly-lai", replay)); d.Has("form[action$='/xu-ly-lai']") {
		t.Errorf("still parked: %s", d.Text("main"))
	}
	before := o.head()
	replay = v.form(d, "form[action$='/xu-ly-lai']")
	replay.Set("key", app.NewKey(o.now()))
	res := v.post(noticesHome+"/xu-ly-lai", replay)
	if d := rendertest.Read(t, res); res.StatusCode != http.StatusNotFound || o.head() != before {
		t.Errorf("what is not parked: %d, %s", res.StatusCode, d.Text("main"))
	}
}

func TestTheOutboxGoesByPages(t *testing.T) {
	o := newOffice(t)
	item := o.submitted("Tin chờ duyệt")
	ctx, c := t.Context(), o.n.App.Commands.Notices
	for range 51 {
		if _, err := c.Tell(ctx, app.Telling{Kind: notice.ForReview, Sort: notice.Publication, About: item, Event: eventstore.NewID(o.now())}); err != nil {
			t.Fatal(err)
		}
	}
	o.must(o.n.Ready(ctx))
	v := o.as("quantri")
	d := v.page(noticesHome)
	if n := len(d.All("section[aria-labelledby=thong-bao] tbody tr")); n != 50 {
		t.Errorf("%d on the first page", n)
	}
	d = v.page(d.Attr("a[rel=next]", "href"))
	if n := len(d.All("section[aria-labelledby=thong-bao] tbody tr")); n != 1 || d.Has("a[rel=next]") {
		t.Errorf("%d on the second page", n)
	}
}

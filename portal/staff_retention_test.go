package portal_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/internal/app"
	"minhbach/portal/render/rendertest"
	"minhbach/projections/view"
)

const retentionHome = "/quan-tri/luu-tru"

// A list goes from the boxes that were ticked to the tombstone by forms alone, with
// two people.
func TestDisposalByForms(t *testing.T) {
	o := newOffice(t)
	old, stay := o.published("Thông báo cũ"), o.published("Thông báo sẽ giữ")
	for _, id := range []string{old, stay} {
		by := app.Caller{Account: o.account["truongban"], Grants: []view.Grant{{Role: domain.BoardHead, Agency: o.unit["943"]}}}
		o.do(o.n.App.Commands.ArchivePublication(t.Context(), by, app.ArchivePublication{ID: id, Reason: "Đã cũ."}))
	}
	o.must(o.n.Ready(context.Background()))
	v := o.as("bientap")
	if d := v.page(retentionHome); d.Has("main form[method=post]") || !strings.Contains(d.Text("main"), "Giữ đến hết ngày") && !strings.Contains(d.Text("main"), "05/03/2031") {
		t.Errorf("within its time: %s", d.Text("main"))
	}
	o.advance(5*366*24*time.Hour + 24*time.Hour)
	v = o.as("bientap")
	d := v.page(retentionHome)
	if boxes := d.All("main input[type=checkbox][name=items]"); len(boxes) != 2 || !strings.Contains(d.Text("main"), "đã hết thời hạn") {
		t.Fatalf("%d boxes: %s", len(boxes), d.Text("main"))
	}
	name := "form[aria-labelledby=danh-muc-" + o.unit["943"] + "]"
	res := v.post(retentionHome, v.form(d, name))
	if d := rendertest.Read(t, res); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(d.Text("main"), "hãy chọn ít nhất một mục") {
		t.Errorf("nothing was ticked: %d, %s", res.StatusCode, d.Text("main"))
	}
	form := v.form(v.page(retentionHome), name)
	form["items"] = []string{"publication:" + old}
	res = v.post(retentionHome, form)
	d = v.then(res)
	path, _, _ := strings.Cut(res.Header.Get("Location"), "?")
	if !strings.Contains(d.Text("main"), "Chờ phê duyệt") || !strings.Contains(d.Text("main table"), "Thông báo cũ") || d.Has("main form[method=post]") {
		t.Errorf("the author's view: %s", d.Text("main"))
	}
	if d := v.page(retentionHome); len(d.All("main input[type=checkbox][name=items]")) != 1 || !strings.Contains(d.Text("main"), "đã có trong danh mục") {
		t.Errorf("what is on a list is offered again: %s", d.Text("main"))
	}
	if res := o.as("la-thutruong").get(path); res.StatusCode != http.StatusNotFound {
		t.Errorf("the head of another agency: %d", res.StatusCode)
	}
	chief := o.as("thutruong")
	sign := chief.form(chief.page(path), "form[aria-labelledby=viec-phe-duyet]")
	res = chief.post(path+"/phe-duyet", sign)
	if d := rendertest.Read(t, res); res.StatusCode != http.StatusUnprocessableEntity || !d.Has("#phe-duyet-decision[aria-invalid=true]") {
		t.Errorf("without a decision: %d, %s", res.StatusCode, d.Text("main"))
	}
	sign.Set("decision", "45/QĐ-UBND")
	sign.Set("on", o.now().Format("02/01/2006"))
	chief.then(chief.post(path+"/phe-duyet", sign))
	o.must(o.n.Dispose(context.Background()))
	o.must(o.n.Ready(context.Background()))
	if d := chief.page("/en" + path); !strings.Contains(d.Text("main"), "Carried out") || !strings.Contains(d.Text("main"), "45/QĐ-UBND") {
		t.Errorf("the list afterwards: %s", d.Text("main"))
	}
	if d := chief.page("/quan-tri/muc/" + old); !strings.Contains(d.Text("main"), "tiêu hủy theo danh mục") {
		t.Errorf("the desk: %s", d.Text("main"))
	}
	item, err := o.n.App.Queries.Publication(context.Background(), old, view.AsOf{})
	o.must(err)
	for lang, want := range map[string]string{"": "Đã tiêu hủy theo danh mục được phê duyệt: Quyết định số 45/QĐ-UBND", "/en": "decision 45/QĐ-UBND"} {
		res := o.visitor().get(lang + "/cq/" + o.slug("943") + "/" + item.Section + "/" + item.Slug)
		if d := rendertest.Read(t, res); res.StatusCode != http.StatusGone || !strings.Contains(d.Text("main"), want) || !strings.Contains(d.Text("main"), "146/QĐ-BTTTT") {
			t.Errorf("the tombstone: %d %s", res.StatusCode, d.Text("main"))
		}
	}
}

func (o *office) slug(code string) string {
	a, err := o.n.App.Queries.Agency(context.Background(), o.unit[code], view.AsOf{})
	o.must(err)
	return a.Slug
}

func TestAListIsRefusedByForms(t *testing.T) {
	o := newOffice(t)
	id := o.published("Thông báo cũ")
	by := app.Caller{Account: o.account["truongban"], Grants: []view.Grant{{Role: domain.BoardHead, Agency: o.unit["943"]}}}
	o.do(o.n.App.Commands.ArchivePublication(t.Context(), by, app.ArchivePublication{ID: id, Reason: "Đã cũ."}))
	o.advance(6 * 366 * 24 * time.Hour)
	o.must(o.n.Ready(context.Background()))
	v := o.as("bientap")
	form := v.form(v.page(retentionHome), "form[aria-labelledby=danh-muc-"+o.unit["943"]+"]")
	form["items"] = []string{"publication:" + id}
	res := v.post(retentionHome, form)
	v.then(res)
	path, _, _ := strings.Cut(res.Header.Get("Location"), "?")
	chief := o.as("thutruong")
	no := chief.form(chief.page(path), "form[aria-labelledby=viec-tu-choi]")
	no.Set("reason", "Còn cần cho vụ kiện.")
	d := chief.then(chief.post(path+"/tu-choi", no))
	if !strings.Contains(d.Text("main"), "Không phê duyệt") || !strings.Contains(d.Text("main"), "Còn cần cho vụ kiện.") || d.Has("main form[method=post]") {
		t.Error(d.Text("main"))
	}
	if res := chief.post(path+"/phe-duyet", url.Values{"csrf": {no.Get("csrf")}, "decision": {"1/QĐ"}, "on": {o.now().Format("02/01/2006")}}); res.StatusCode != http.StatusConflict {
		t.Errorf("approved after all: %d", res.StatusCode)
	}
}

package portal_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/subject"
	"minhbach/portal/render/rendertest"
)

const privacyHome = "/quan-tri/du-lieu-ca-nhan"

// answer sends one form of a person's page and returns what came back.
func (v *visitor) answer(id, deed string, fields url.Values) *http.Response {
	v.t.Helper()
	path := privacyHome + "/" + id
	form := v.form(v.page(path), "form[aria-labelledby=viec-"+deed+"]")
	for name, values := range fields {
		form[name] = values
	}
	return v.post(path+"/"+deed, form)
}

// carried waits until the node has carried out what was ordered.
func (o *office) carried(id string) {
	o.t.Helper()
	o.must(o.n.CarryOut(context.Background(), nil))
	f, err := o.n.App.Queries.Subjects.Get(context.Background(), operator, id)
	o.must(err)
	if f.State != subject.StateErased {
		o.t.Fatalf("%+v", f)
	}
}

// A request goes from the letter to the erasure by forms alone, with two people.
func TestErasureByForms(t *testing.T) {
	o := newOffice(t)
	o.person("quantri2", domain.Administrator, o.unit["94"])
	id := o.account["bientap"]
	one := o.as("quantri")
	if d := one.page(privacyHome); !strings.Contains(d.Text("main"), "Chưa có hồ sơ nào") {
		t.Error(d.Text("main"))
	}
	find := one.form(one.page(privacyHome), "form[aria-labelledby=mo]")
	find.Set("account", "khong-co-ai")
	if res := one.post(privacyHome, find); res.StatusCode != http.StatusNotFound {
		t.Errorf("a login that nobody has: %d", res.StatusCode)
	}
	find.Set("account", "bientap")
	if res := one.post(privacyHome, find); res.Header.Get("Location") != privacyHome+"/"+id {
		t.Fatalf("%d to %q", res.StatusCode, res.Header.Get("Location"))
	}
	asked := url.Values{"capacity": {"subject"}, "basis": {"subject_request"}, "reference": {"thư của chị Lan"}}
	res := one.answer(id, "yeu-cau", asked)
	if d := rendertest.Read(t, res); res.StatusCode != http.StatusUnprocessableEntity || !d.Has("#yeu-cau-reference[aria-invalid=true]") {
		t.Errorf("a text where a number belongs: %d, %s", res.StatusCode, d.Text("main"))
	}
	asked.Set("reference", "12/2026/CV-SNV")
	one.then(one.answer(id, "yeu-cau", asked))
	one.then(one.answer(id, "phan-hoi", nil))
	res = one.answer(id, "xoa", url.Values{"confirmed": {"1"}})
	if d := rendertest.Read(t, res); res.StatusCode != http.StatusForbidden || !strings.Contains(d.Text("main"), "không được tự quyết định xóa") {
		t.Errorf("alone: %d, %s", res.StatusCode, d.Text("main"))
	}
	two := o.as("quantri2")
	res = two.answer(id, "xoa", nil)
	if d := rendertest.Read(t, res); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(d.Text("main"), "Hãy đánh dấu xác nhận") {
		t.Errorf("without the tick: %d, %s", res.StatusCode, d.Text("main"))
	}
	two.then(two.answer(id, "xoa", url.Values{"confirmed": {"1"}}))
	o.carried(id)
	o.advance(time.Minute)
	d := two.page(privacyHome + "/" + id)
	for _, want := range []string{"đã xóa", "Đã hủy khóa", "văn bản số 12/2026/CV-SNV", "đúng hạn", "chưa báo kết quả"} {
		if !strings.Contains(d.Text("main"), want) {
			t.Errorf("the page does not say %q: %s", want, d.Text("main"))
		}
	}
	two.then(two.answer(id, "bao-ket-qua", url.Values{"channel": {"letter"}}))
	if d := two.page(privacyHome + "/" + id); d.Has("main form[method=post]") {
		t.Error("there is something left to do")
	}
	if d := one.page("/quan-tri/tai-khoan/" + id); !strings.Contains(d.Text("main"), domain.NameErased) || strings.Contains(d.Text("main"), "bientap") {
		t.Error(d.Text("main"))
	}
}

func TestHoldsRestrictionsAndRefusalsByForms(t *testing.T) {
	o := newOffice(t)
	o.person("quantri2", domain.Administrator, o.unit["94"])
	id := o.account["soanhai"]
	one := o.as("quantri")
	one.then(one.answer(id, "giu", url.Values{"ground": {"proceedings"}, "until": {"31/12/2026"}}))
	one.then(one.answer(id, "han-che", url.Values{"cause": {"correction_asked"}}))
	one.then(one.answer(id, "yeu-cau", url.Values{"capacity": {"authority"}, "basis": {"authority_decision"}, "third_party": {"1"}}))
	one.then(one.answer(id, "phan-hoi", nil))
	one.then(one.answer(id, "gia-han", url.Values{"cause": {"third_party"}}))
	two := o.as("quantri2")
	res := two.answer(id, "xoa", url.Values{"confirmed": {"1"}})
	if d := rendertest.Read(t, res); res.StatusCode != http.StatusConflict || !strings.Contains(d.Text("main"), "31/12/2026") {
		t.Errorf("in spite of a hold: %d, %s", res.StatusCode, d.Text("main"))
	}
	d := two.page(privacyHome)
	for _, want := range []string{domain.NameRestricted, "đã phản hồi", "đang ẩn", "giữ đến hết ngày 31/12/2026"} {
		if !strings.Contains(d.Text("main table"), want) {
			t.Errorf("the list does not say %q: %s", want, d.Text("main table"))
		}
	}
	two.then(two.answer(id, "tu-choi", url.Values{"ground": {"legal_duty"}}))
	d = two.page("/en" + privacyHome + "/" + id)
	for _, want := range []string{"Article 4, clause 3, Law 91/2025/QH15", "Erasure was refused", "(personal data hidden)"} {
		if !strings.Contains(d.Text("main")+d.Text("h1"), want) {
			t.Errorf("the English page does not say %q: %s", want, d.Text("main"))
		}
	}
	two.then(two.answer(id, "go-giu", nil))
	two.then(two.answer(id, "go-han-che", nil))
	if d := two.page(privacyHome); strings.Contains(d.Text("main table"), domain.NameRestricted) {
		t.Error(d.Text("main table"))
	}
}

// The page tells who read what, once a day and reader.
func TestWhoReadIsShown(t *testing.T) {
	o := newOffice(t)
	id := o.account["bientap"]
	inspector := o.as("thanhtra")
	inspector.page("/quan-tri/tai-khoan/" + id)
	inspector.page("/quan-tri/tai-khoan/" + id)
	o.must(o.n.App.Commands.Subjects.KeepViews(context.Background()))
	d := o.as("quantri").page(privacyHome + "/" + id)
	if rows := d.All("main section[aria-labelledby=luot-xem] tbody tr"); len(rows) != 1 || !strings.Contains(d.Text("main"), "thanh tra, kiểm tra") {
		t.Errorf("%d rows: %s", len(rows), d.Text("main section[aria-labelledby=luot-xem]"))
	}
}

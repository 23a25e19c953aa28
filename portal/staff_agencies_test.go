package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"minhbach/portal/render/rendertest"
)

const unitsHeader = "level,code,name_vi,name_en,unit_type,parent_code\n"

func TestImportTellsLineAndColumn(t *testing.T) {
	o := newOffice(t)
	v := o.as("quantri")
	const at = "/quan-tri/co-quan/nhap"
	form := v.form(v.page(at), "form.act")
	before := o.head()
	res := v.upload(at, form, "file", "x.csv", unitsHeader+"commune,31537,Xã Nhơn Mỹ,,Xã,943\ncommune,31540,Xã Kế Thành,,Xã,999\nparish,31543,Xã Kế An,,Xã,943\n")
	d := rendertest.Read(t, res)
	if res.StatusCode != http.StatusUnprocessableEntity || len(d.All("tbody tr")) != 2 || o.head() != before {
		t.Errorf("a faulty file: %d, log %d → %d, %s", res.StatusCode, before, o.head(), d.Text("main"))
	}
	if rows := strings.Join(d.Texts("tbody tr"), "\n"); !strings.Contains(rows, "Dòng 3parent_code") || !strings.Contains(rows, "Dòng 4level") {
		t.Errorf("the faults: %s", rows)
	}
	form.Set("partial", "1")
	res = v.upload(at, form, "file", "x.csv", unitsHeader+"commune,31537,Xã Nhơn Mỹ,,Xã,943\ncommune,31540,Xã Kế Thành,,Xã,999\n")
	if d = rendertest.Read(t, res); res.StatusCode != http.StatusOK || !strings.Contains(d.Text(".notice-success"), "Đã thêm 1 đơn vị") || !strings.Contains(d.Text("main"), "nhonmy.kesach") {
		t.Errorf("the good line: %d, %s", res.StatusCode, d.Text("main"))
	}
	if res = v.post(at, form); res.StatusCode != http.StatusUnprocessableEntity || !rendertest.Read(t, res).Has("#file[aria-invalid=true]") {
		t.Errorf("without a file: %d", res.StatusCode)
	}
}

func TestWhatCannotBeUndoneIsConfirmedFirst(t *testing.T) {
	o := newOffice(t)
	v := o.as("quantri")
	at := "/quan-tri/co-quan/" + o.unit["944"] + "/sap-nhap"
	form := v.form(v.page(at), "form.act")
	form["agencies"] = []string{o.unit["944"]}
	form.Set("into", o.unit["943"])
	form.Set("valid_from", "05/03/2026")
	form.Set("basis", "Nghị quyết 1")
	before := o.head()
	d := rendertest.Read(t, v.post(at, form))
	if o.head() != before || !strings.Contains(d.Text("h1"), "Xác nhận") || !strings.Contains(d.Text("dl"), "Huyện Kế Sách") || !d.Has("button.danger") {
		t.Fatalf("before confirming: log %d → %d, %s", before, o.head(), d.Text("main"))
	}
	confirmed := v.form(d, "form.act")
	if confirmed.Get("basis") != "Nghị quyết 1" || confirmed.Get("confirm") != "1" {
		t.Errorf("the confirmation carries %v", confirmed)
	}
	d = v.then(v.post(at, confirmed))
	if !strings.Contains(d.Text("main"), "Huyện Kế Sách") {
		t.Errorf("the agency that ended shows %q", d.Text("main"))
	}
}

func TestRefusalsOfTheTreeKeepTheAnswers(t *testing.T) {
	o := newOffice(t)
	v := o.as("quantri")
	const at = "/quan-tri/co-quan/them"
	form := v.form(v.page(at), "form.act")
	for name, answer := range map[string]string{"code": "94", "name_vi": "Huyện Mới", "unit_type": "Huyện", "level": "district", "parent": o.unit["94"], "valid_from": "05/03/2026"} {
		form.Set(name, answer)
	}
	res := v.post(at, form)
	if d := rendertest.Read(t, res); res.StatusCode < 400 || d.Attr("[name=name_vi]", "value") != "Huyện Mới" || !d.Has("#code[aria-invalid=true]") {
		t.Errorf("a code that is taken: %d, %s", res.StatusCode, d.Text("main"))
	}
	form.Set("code", "945")
	d := v.then(v.post(at, form))
	if !strings.Contains(d.Text("main"), "moi.soctrang.gov.vn") {
		t.Errorf("the new agency shows %q", d.Text("main"))
	}
}

func TestHeadsKeepTheirContactsAndNothingElse(t *testing.T) {
	o := newOffice(t)
	v := o.as("thutruong")
	unit := "/quan-tri/co-quan/" + o.unit["943"]
	form := v.form(v.page(unit+"/lien-he"), "form.act")
	form.Set("contact.email", "không phải thư")
	form.Set("contact.address", "Số 1")
	res := v.post(unit+"/lien-he", form)
	if d := rendertest.Read(t, res); res.StatusCode != http.StatusUnprocessableEntity || !d.Has("#contact-email[aria-invalid=true]") || d.Attr("#contact-address", "value") != "Số 1" {
		t.Errorf("a bad address: %d, %s", res.StatusCode, d.Text("main"))
	}
	form.Set("contact.email", "vp@example.vn")
	v.then(v.post(unit+"/lien-he", form))
	if res = v.get(unit + "/doi-ten"); res.StatusCode != http.StatusForbidden {
		t.Errorf("renaming: %d", res.StatusCode)
	}
}

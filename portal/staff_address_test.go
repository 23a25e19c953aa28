package portal_test

import (
	"net/http"
	"testing"

	"minhbach/portal/render/rendertest"
)

// Given somebody's own account page, when the address for notices is set, changed and
// removed, then the page shows it; what is no address, or would be a header, is refused
// in its place and changes nothing.
func TestTheAddressForNoticesByForm(t *testing.T) {
	o := newOffice(t)
	v := o.as("bientap")
	const home, one = "/quan-tri/tai-khoan-cua-toi", "form[action$='/dia-chi']"
	shown := func() string { t.Helper(); return v.page(home).Attr(one+" [name=address]", "value") }
	for _, address := range []string{"lan@kesach.gov.vn", "lan.moi@kesach.gov.vn", ""} {
		form := v.form(v.page(home), one)
		form.Set("address", address)
		v.then(v.post(home+"/dia-chi", form))
		if shown() != address {
			t.Errorf("set to %q, shown %q", address, shown())
		}
	}
	before := o.head()
	for _, bad := range []string{"lan", "lân@kesach.gov.vn", "lan@kesach.gov.vn\r\nBcc: x@example.vn", "a@b.vn, c@d.vn"} {
		form := v.form(v.page(home), one)
		form.Set("address", bad)
		res := v.post(home+"/dia-chi", form)
		if d := rendertest.Read(t, res); res.StatusCode != http.StatusUnprocessableEntity || !d.Has("[name=address][aria-invalid=true]") {
			t.Errorf("%q: %d, %s", bad, res.StatusCode, d.Text("main"))
		}
	}
	if o.head() != before || shown() != "" {
		t.Error("a refused address changed something")
	}
}

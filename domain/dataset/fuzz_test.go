package dataset

import (
	"encoding/json"
	"reflect"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Whatever comes in: no panic, and what is accepted is NFC, within its limits, stays
// as it is when cleaned again, and survives its canonical JSON.
func FuzzClean(f *testing.F) {
	f.Add("Diện tích lúa", "Tóm\r\ntắt", "lúa", "nong-nghiep-thuy-san", "vanphong@soctrang.gov.vn", "https://soctrang.gov.vn/x", "xa", "Xã", "phone", int64(2))
	f.Add("e\u0302\u0301\x00", "\xff", "Lúa", "LÚA", "x", "//", "Xa", "a\nb", "", int64(-1))
	f.Add("\u1100\u1161", " ", "\u212a", "k", "", "http://[::1]:x", "a_", "\u2028", "email", int64(1)<<60)
	f.Fuzz(func(t *testing.T, title, summary, key1, key2, mail, link, name, heading, kind string, n int64) {
		about := Description{Title: title, Summary: summary, Keywords: []string{key1, key2, ""}, Topics: []string{key2, themes[0].ID},
			Contact: Contact{Unit: title, Email: mail, Phone: key1}, SourceURL: link, SpatialCode: name, Method: summary}
		if out, err := Clean(about); err == nil {
			for _, s := range append(out.Keywords, out.Title, out.Summary, out.Contact.Unit, out.Method) {
				if !utf8.ValidString(s) || !norm.NFC.IsNormalString(s) {
					t.Fatalf("accepted %q", s)
				}
			}
			again, err := Clean(out)
			if err != nil || !reflect.DeepEqual(again, out) {
				t.Fatalf("cleaning again gave %v\n%+v\nafter\n%+v", err, again, out)
			}
			survives(t, Content{Description: out})
		}
		r := data(1).clone()
		r.File.Name, r.Reason, r.Rows = title, summary, n
		r.Columns[0] = Column{Name: name, Title: heading, Type: Text, Description: summary}
		r.Findings = []Finding{{Column: name, Kind: kind, Count: n, Rows: []int64{n}}}
		if out, err := CleanRelease(r); err == nil {
			again, err := CleanRelease(out)
			if err != nil || !reflect.DeepEqual(again, out) {
				t.Fatalf("cleaning again gave %v\n%+v\nafter\n%+v", err, again, out)
			}
			survives(t, Content{Release: &out})
		}
	})
}

func survives(t *testing.T, c Content) {
	t.Helper()
	var back Content
	if err := json.Unmarshal(Canonical(c), &back); err != nil || !reflect.DeepEqual(back, c) || Hash(back) != Hash(c) {
		t.Fatalf("the canonical JSON lost something: %v\n%+v\n%+v", err, back, c)
	}
}

// Two contents hash alike exactly when their valid texts are alike.
func FuzzHash(f *testing.F) {
	f.Add("a", "b", "a", "b", int64(1), int64(1))
	f.Add(`","summary":"x`, "", "", "x", int64(0), int64(0))
	f.Add("\u2028<>&", "\x7f", "\\u2028", "", int64(10), int64(1))
	f.Fuzz(func(t *testing.T, title1, unit1, title2, unit2 string, rows1, rows2 int64) {
		for _, s := range []string{title1, unit1, title2, unit2} {
			if !utf8.ValidString(s) {
				return
			}
		}
		make := func(title, unit string, rows int64) Content {
			r := data(1).clone()
			r.Columns[0].Unit, r.Rows = unit, rows
			return Content{Description: Description{Title: title}, Release: &r}
		}
		a, b := make(title1, unit1, rows1), make(title2, unit2, rows2)
		if same := title1 == title2 && unit1 == unit2 && rows1 == rows2; same != (Hash(a) == Hash(b)) {
			t.Fatalf("%q and %q", Canonical(a), Canonical(b))
		}
		if !json.Valid(Canonical(a)) {
			t.Fatalf("no JSON: %s", Canonical(a))
		}
	})
}

package publication

import (
	"encoding/json"
	"reflect"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Whatever comes in: no panic, and what is accepted is NFC, within its limits,
// stays as it is when cleaned again, and survives its canonical JSON.
func FuzzClean(f *testing.F) {
	f.Add("Hội chợ", "Tóm tắt", "Nội\r\ndung", "so-do.pdf", "application/pdf", "en", "07/2019/QĐ-UBND", int64(1), uint8(7))
	f.Add("e\u0302\u0301\x00", "\xff", "\u202e", "../x", "pdf", "xx", "", int64(-1), uint8(3))
	f.Add("\u1100\u1161", " ", "\"\\\b\f\n\r\t\x1f", ".", "a/b", "vi", "\u2028", int64(1)<<60, uint8(5))
	f.Fuzz(func(t *testing.T, title, summary, body, name, media, tag, number string, size int64, kind uint8) {
		k := kinds[int(kind)%len(kinds)].Kind
		in := Content{Language: "vi", Title: title, Summary: summary, Body: body,
			Metadata:    Metadata{Creator: title, Subjects: []string{number, "", name}},
			Attachments: []Attachment{{SHA256: anyHash, Name: name, Title: title, MediaType: media, Size: size}}}
		if tag != "" {
			in.Translations = map[string]Translation{tag: {Title: summary, Body: body}}
		}
		if number != "" {
			in.Details.Document = &Document{Number: number, Abstract: body, Replaces: []string{number, summary}}
		}
		out, err := Clean(k, in)
		if err != nil {
			return
		}
		for _, s := range []string{out.Title, out.Summary, out.Body, out.Attachments[0].Name, out.Metadata.Creator} {
			if !utf8.ValidString(s) || !norm.NFC.IsNormalString(s) {
				t.Fatalf("accepted %q", s)
			}
		}
		if utf8.RuneCountInString(out.Title) > MaxTitle || utf8.RuneCountInString(out.Summary) > MaxSummary {
			t.Fatal("accepted more than the limit")
		}
		again, err := Clean(k, out)
		if err != nil || !reflect.DeepEqual(again, out) {
			t.Fatalf("cleaning again gave %v\n%+v\nafter\n%+v", err, again, out)
		}
		var back Content
		if err := json.Unmarshal(Canonical(out), &back); err != nil || !reflect.DeepEqual(back, out) || Hash(back) != Hash(out) {
			t.Fatalf("the canonical JSON lost something: %v\n%+v\n%+v", err, back, out)
		}
	})
}

// Two contents hash alike exactly when their valid texts are alike.
func FuzzHash(f *testing.F) {
	f.Add("a", "b", "a", "b")
	f.Add(`","summary":"x`, "", "", "x")
	f.Add("\u2028<>&", "\x7f", "\\u2028", "")
	f.Fuzz(func(t *testing.T, title1, body1, title2, body2 string) {
		for _, s := range []string{title1, body1, title2, body2} {
			if !utf8.ValidString(s) {
				return
			}
		}
		a, b := Content{Title: title1, Body: body1}, Content{Title: title2, Body: body2}
		if same := title1 == title2 && body1 == body2; same != (Hash(a) == Hash(b)) || same != (TextHash(a) == TextHash(b)) {
			t.Fatalf("%q and %q", Canonical(a), Canonical(b))
		}
		if !json.Valid(Canonical(a)) {
			t.Fatalf("no JSON: %s", Canonical(a))
		}
	})
}

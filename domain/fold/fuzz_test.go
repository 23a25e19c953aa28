package fold_test

import (
	"regexp"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"minhbach/domain/fold"
)

var seeds = []string{"", "Sóc Trăng", "Đ\u0301", "a\xff", "\u0344", "ﬁ", "ẞ", "İ", "ǅ", "\u1E9B\u0323", "각", "ৌ", "ϓ", "Ω"}

func FuzzString(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := fold.String(s)
		if !utf8.ValidString(got) {
			t.Fatalf("invalid: %q", got)
		}
		if again := fold.String(got); again != got {
			t.Fatalf("not idempotent: %q -> %q -> %q", s, got, again)
		}
		if !utf8.ValidString(s) {
			return
		}
		if other := fold.String(norm.NFD.String(s)); other != got {
			t.Fatalf("NFD differs: %q: %q and %q", s, got, other)
		}
	})
}

var slugForm = regexp.MustCompile(`^([a-z0-9]+(-[a-z0-9]+)*)?$`)

func FuzzSlug(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := fold.Slug(s)
		if len(got) > fold.MaxSlug || !slugForm.MatchString(got) {
			t.Fatalf("Slug(%q) = %q", s, got)
		}
		if fold.Slug(got) != got {
			t.Fatalf("not idempotent: %q", got)
		}
		for _, token := range fold.Tokens(s) {
			if token == "" || fold.String(token) != token {
				t.Fatalf("token %q of %q is not folded", token, s)
			}
		}
	})
}

func FuzzNFC(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := fold.NFC(s)
		if err != nil {
			if got != "" {
				t.Fatal("a refusal returns no text")
			}
			return
		}
		if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) {
			t.Fatalf("NFC(%q) = %q", s, got)
		}
		if fold.String(got) != fold.String(s) {
			t.Fatalf("normalising changed the fold of %q", s)
		}
		fold.SortKey(s)
	})
}

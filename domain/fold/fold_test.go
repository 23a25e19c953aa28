package fold_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/unicode/norm"

	"minhbach/domain/fault"
	"minhbach/domain/fold"
)

func TestString(t *testing.T) {
	cases := map[string]string{
		"":                            "",
		"abc 12":                      "abc 12",
		"SÓC TRĂNG":                   "soc trang",
		"Đại Ân 1":                    "dai an 1",
		"Ðắk Lắk":                     "dak lak", // eth typed for Đ
		"ðường":                       "duong",
		"Ɖà Nẵng":                     "da nang",
		"Nguyễn Thị Ước":              "nguyen thi uoc",
		"ỳýỷỹỵ ỲÝỶỸỴ":                 "yyyyy yyyyy",
		"Văn hóa – Thông tin":         "van hoa – thong tin",
		"İstanbul":                    "istanbul",
		"d\u0335":                     "d",
		"ខេត្ត":                       norm.NFC.String("ខេតត"),
		"한국":                          "한국",
		"a\xffb":                      "a\uFFFDb",
		"\u0301":                      "",
		"Ångström K (Kelvin: \u212A)": "angstrom k (kelvin: k)",
	}
	for in, want := range cases {
		if got := fold.String(in); got != want {
			t.Errorf("String(%q) = %q, want %q", in, got, want)
		}
		if got := fold.String(norm.NFD.String(in)); got != want {
			t.Errorf("String(NFD %q) = %q, want %q", in, got, want)
		}
	}
}

func TestEveryVietnameseLetterFoldsToASCII(t *testing.T) {
	const letters = "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ"
	for _, r := range letters {
		for _, s := range []string{string(r), strings.ToUpper(string(r)), norm.NFD.String(string(r))} {
			got := fold.String(s)
			if len(got) != 1 || got[0] < 'a' || got[0] > 'z' {
				t.Errorf("String(%q) = %q", s, got)
			}
		}
	}
}

func TestWordsAndTokens(t *testing.T) {
	in := norm.NFD.String("Sở NN&PTNT, Văn hóa–Thông tin (1.5)")
	if got, want := fold.Words(in), []string{"Sở", "NN", "PTNT", "Văn", "hóa", "Thông", "tin", "1", "5"}; !reflect.DeepEqual(got, want) {
		t.Errorf("Words = %q", got)
	}
	if got, want := fold.Tokens(in), []string{"so", "nn", "ptnt", "van", "hoa", "thong", "tin", "1", "5"}; !reflect.DeepEqual(got, want) {
		t.Errorf("Tokens = %q", got)
	}
	if got := fold.Tokens(" \u0301 , "); len(got) != 0 {
		t.Errorf("bare marks gave %q", got)
	}
}

func TestSlug(t *testing.T) {
	long := strings.Repeat("quyết định ", 12)
	cases := map[string]string{
		"Quyết định 07/2019/QĐ-UBND":      "quyet-dinh-07-2019-qd-ubnd",
		"  --Đường  số 1--  ":             "duong-so-1",
		"straße & œuvre":                  "strasse-oeuvre",
		"diện tích 12 m²":                 "dien-tich-12-m2",
		"日本":                              "",
		"":                                "",
		long:                              "quyet-dinh-quyet-dinh-quyet-dinh-quyet-dinh-quyet-dinh-quyet-dinh-quyet-dinh",
		strings.Repeat("a", 200):          strings.Repeat("a", 80),
		strings.Repeat("a", 80) + " b":    strings.Repeat("a", 80),
		strings.Repeat("a", 79) + " bcde": strings.Repeat("a", 79),
	}
	for in, want := range cases {
		if got := fold.Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSortKeyIsVietnameseOrder(t *testing.T) {
	want := []string{
		"An", "anh", "ao", "ăn", "ăng", "Ân", "ba", "da", "dz", "đa", "đe",
		"e", "ê", "lô", "lơ", "o", "ô", "ơ", "Phường 1", "Phường 2", "Phường 10",
		"u", "ư", "xa", "xã Long Phú", "y",
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int { return strings.Compare(fold.SortKey(a), fold.SortKey(b)) })
	if !slices.Equal(got, want) {
		t.Errorf("sorted: %q", got)
	}
	for _, s := range want {
		if fold.SortKey(s) != fold.SortKey(norm.NFD.String(s)) {
			t.Errorf("key of %q depends on the normal form", s)
		}
	}
}

func TestSortKeyConcurrently(t *testing.T) {
	want := fold.SortKey("Ngã Năm")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if fold.SortKey("Ngã Năm") != want {
					t.Error("key changed under concurrency")
				}
				fold.SortKey("Đại Ân 2")
			}
		})
	}
	wg.Wait()
}

func TestNFC(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "",
		"plain\ttext\r\n":          "plain\ttext\r\n",
		norm.NFD.String("Trần Đề"): "Trần Đề",
		"Trần Đề":                  "Trần Đề",
		"😀":                        "😀",
	} {
		if got, err := fold.NFC(in); err != nil || got != want {
			t.Errorf("NFC(%q) = %q, %v", in, got, err)
		}
	}
	for in, want := range map[string]struct {
		code   *fault.Code
		offset string
	}{
		"a\x00":           {fold.ErrControl, "1"},
		"Đ\x1b[0m":        {fold.ErrControl, "2"},
		"ab\x7f":          {fold.ErrControl, "2"},
		"á\u0085":         {fold.ErrControl, "2"},
		"ab\u202Eexe.txt": {fold.ErrControl, "2"},
		"\uFFFE":          {fold.ErrControl, "0"},
		"\U0001FFFF":      {fold.ErrControl, "0"},
		"Sở\xff":          {fold.ErrInvalidUTF8, "4"},
		"\xed\xa0\x80":    {fold.ErrInvalidUTF8, "0"},
	} {
		_, err := fold.NFC(in)
		if f := fault.Of(err); f == nil || f.Code != want.code || f.Args["offset"] != want.offset {
			t.Errorf("NFC(%q): %#v", in, err)
		}
	}
}

func TestLine(t *testing.T) {
	if got, err := fold.Line(" Kế Sách \u00a0"); err != nil || got != "Kế Sách" {
		t.Errorf("%q %v", got, err)
	}
	for _, in := range []string{"a\nb", "a\tb", "a\u2028b", "Đ\u0085"} {
		if _, err := fold.Line(in); !errors.Is(err, fold.ErrLineBreak) {
			t.Errorf("Line(%q): %v", in, err)
		}
	}
}

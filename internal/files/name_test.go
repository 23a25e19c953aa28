package files

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestCleanName(t *testing.T) {
	for name, want := range map[string]string{
		"Quyết định 07.pdf":                   "Quyết định 07.pdf",
		norm.NFD.String("Kế Sách.csv"):        "Kế Sách.csv",
		`C:\Users\lan\Báo cáo.docx`:           "Báo cáo.docx",
		"../../../etc/passwd":                 "passwd",
		"/etc/../a.pdf":                       "a.pdf",
		"a\x00b\r\nc.pdf":                     "ab c.pdf",
		"hoa\u202efdp.exe":                    "hoafdp.exe",
		`a"; filename="b.html`:                "a-- filename=-b.html",
		"  ..hidden.txt. ":                    "hidden.txt",
		"...":                                 "",
		"a/":                                  "",
		"x\xff.pdf":                           "x.pdf",
		strings.Repeat("ế", 300) + ".geojson": strings.Repeat("ế", 64) + ".geojson",
		"no extension":                        "no extension",
		".pdf":                                "",
	} {
		got := CleanName(name)
		if got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
		if again := CleanName(got); again != got {
			t.Errorf("%q: cleaning twice gives %q", got, again)
		}
	}
}

func FuzzCleanName(f *testing.F) {
	f.Add("a/b\\..\\c.pdf")
	f.Add(strings.Repeat("́", 500) + ".x")
	f.Fuzz(func(t *testing.T, name string) {
		got := CleanName(name)
		if len(got) > maxName || !utf8.ValidString(got) || strings.ContainsAny(got, "/\\\x00\n\"") || got == ".." || strings.HasPrefix(got, ".") || !norm.NFC.IsNormalString(got) {
			t.Errorf("%q gives %q", name, got)
		}
	})
}

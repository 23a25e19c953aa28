package domainname_test

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"minhbach/domain/domainname"
)

func FuzzCompose(f *testing.F) {
	for _, s := range []string{"Xã Nhơn Mỹ", "Sở NN&PTNT", "Phường 2", "Ðại Ân", "", "TP", "ß", "ﷺ", "\u0301", "a\xff", "Thị xã"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		for _, level := range domainname.Levels() {
			n, err := domainname.Compose(socTrang, level, name, "kesach.soctrang.gov.vn")
			if err != nil {
				if n != (domainname.Name{}) {
					t.Fatal("a refusal gives no name")
				}
				continue
			}
			if !domainname.Valid(n.FQDN) || !domainname.ValidLabel(n.Label) || domainname.Depth(n.FQDN) != n.Depth {
				t.Fatalf("%s %q: %+v", level, name, n)
			}
			if !utf8.ValidString(name) {
				continue
			}
			if again, err := domainname.Compose(socTrang, level, norm.NFD.String(name), "kesach.soctrang.gov.vn"); err != nil || again != n {
				t.Fatalf("%s %q: NFD gives %+v, %v", level, name, again, err)
			}
		}
	})
}

package dcat_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"minhbach/opendata/dcat"
	"minhbach/opendata/dcat/rdf"
	"minhbach/opendata/record/recordtest"
	"minhbach/projections/view"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; look at the difference after go test ./opendata/dcat -update", path)
	}
}

func page(n int) string { return "https://dulieu.example/catalog.ttl?page=" + strconv.Itoa(n) }

func TestGoldens(t *testing.T) {
	s := recordtest.Site()
	for name, g := range map[string]*rdf.Graph{
		"catalogue": dcat.Catalogue(s, dcat.Page{Number: 2, Size: 3, Total: 9, URL: page}, recordtest.All()),
		"full":      dcat.Dataset(s, recordtest.Full()), "minimal": dcat.Dataset(s, recordtest.Minimal()), "awkward": dcat.Dataset(s, recordtest.Awkward()),
	} {
		for _, f := range dcat.Formats()[:3] {
			var b bytes.Buffer
			if err := f.Write(&b, g); err != nil {
				t.Fatal(err)
			}
			golden(t, name+"."+f.Extension, b.Bytes())
		}
	}
}

// has lists the objects of a subject's predicate.
func has(g *rdf.Graph, subject, predicate string) (all []string) {
	for _, t := range g.Triples() {
		if t.Subject.String() == subject && t.Predicate == rdf.Name(predicate) {
			all = append(all, t.Object.String())
		}
	}
	return all
}

func TestPagesAreLinkedBothWays(t *testing.T) {
	for _, c := range []struct {
		number, total  int
		next, previous string
		last           int
	}{{1, 0, "", "", 1}, {1, 3, "", "", 1}, {1, 4, page(2), "", 2}, {2, 9, page(3), page(1), 3}, {3, 9, "", page(2), 3}} {
		g := dcat.Catalogue(recordtest.Site(), dcat.Page{Number: c.number, Size: 3, Total: c.total, URL: page}, nil)
		here := page(c.number)
		for predicate, want := range map[string]string{"hydra:next": c.next, "hydra:nextPage": c.next, "hydra:previous": c.previous, "hydra:previousPage": c.previous,
			"hydra:first": page(1), "hydra:firstPage": page(1), "hydra:last": page(c.last), "hydra:lastPage": page(c.last), "hydra:totalItems": strconv.Itoa(c.total)} {
			if got := strings.Join(has(g, here, predicate), " "); got != want {
				t.Errorf("page %d of %d: %s is %q, want %q", c.number, c.total, predicate, got, want)
			}
		}
		if got := has(g, here, "rdf:type"); len(got) != 2 {
			t.Errorf("a page is a collection of both kinds, got %v", got)
		}
	}
}

func TestTheChainOfVersions(t *testing.T) {
	r := recordtest.Full()
	s := recordtest.Site()
	g := dcat.Dataset(s, r)
	uri := s.URI(r.Dataset.Slug)
	if got := has(g, uri, "dcat:hasVersion"); len(got) != 3 {
		t.Errorf("has %v", got)
	}
	for subject, previous := range map[string]string{uri: s.VersionURI(recordtest.ID, 2), s.VersionURI(recordtest.ID, 1): "",
		s.VersionURI(recordtest.ID, 2): s.VersionURI(recordtest.ID, 1), s.VersionURI(recordtest.ID, 3): s.VersionURI(recordtest.ID, 2)} {
		if got := strings.Join(has(g, subject, "dcat:previousVersion"), " "); got != previous {
			t.Errorf("%s follows %q, want %q", subject, got, previous)
		}
	}
	for n, want := range []string{"Dữ liệu mới.", "Đính chính: Sửa số liệu huyện Kế Sách năm 2020", "Cập nhật mô tả: Bổ sung mô tả tiếng Anh"} {
		if got := has(g, s.VersionURI(recordtest.ID, n+1), "adms:versionNotes"); len(got) != 1 || got[0] != want {
			t.Errorf("version %d: %v, want %q", n+1, got, want)
		}
	}
	for _, t2 := range dcat.Catalogue(s, dcat.Page{}, recordtest.All()).Triples() {
		if strings.Contains(t2.Subject.String(), "/versions/") {
			t.Errorf("a harvester would take %s for a dataset", t2.Subject)
		}
	}
}

func TestTheIdentifierIsTheAddress(t *testing.T) {
	s := recordtest.Site()
	r := recordtest.Full()
	before := has(dcat.Dataset(s, r), s.URI(r.Dataset.Slug), "dct:identifier")
	r.Dataset.Version, r.Dataset.Title, r.Publisher = 9, "Tên khác", recordtest.Province()
	after := has(dcat.Dataset(s, r), s.URI(r.Dataset.Slug), "dct:identifier")
	if len(before) != 1 || before[0] != s.URI(r.Dataset.Slug) || fmt.Sprint(before) != fmt.Sprint(after) {
		t.Errorf("before %v, after %v", before, after)
	}
}

func TestAWithdrawnDatasetKeepsATombstoneAndNothingElse(t *testing.T) {
	r := recordtest.Full()
	r.Dataset.State, r.Dataset.Reason, r.Versions = view.Withdrawn, "Có dữ liệu cá nhân", nil
	g := dcat.Dataset(recordtest.Site(), r)
	uri := recordtest.Site().URI(r.Dataset.Slug)
	if got := has(g, uri, "dct:description"); len(got) != 2 || !strings.Contains(got[0], "Có dữ liệu cá nhân") {
		t.Errorf("the reason is missing: %v", got)
	}
	for _, gone := range []string{"dcat:distribution", "dcat:keyword", "dct:provenance", "dcat:landingPage"} {
		if got := has(g, uri, gone); got != nil {
			t.Errorf("%s is still said: %v", gone, got)
		}
	}
	if got := has(g, uri+"#record", "adms:status"); len(got) != 1 || !strings.HasSuffix(got[0], "/deleted") {
		t.Errorf("status of the record: %v", got)
	}
	if got := has(dcat.Catalogue(recordtest.Site(), dcat.Page{}, append(recordtest.All(), r)), recordtest.Site().Catalogue(), "dcat:dataset"); len(got) != 3 {
		t.Errorf("the catalogue lists %v", got)
	}
}

func TestAnArchivedDatasetIsDeprecated(t *testing.T) {
	r := recordtest.Minimal()
	r.Dataset.State = view.Archived
	s := recordtest.Site()
	g := dcat.Dataset(s, r)
	for _, d := range s.Distributions(r.Dataset) {
		if got := has(g, s.URI(r.Dataset.Slug)+"/resource/"+d.ID, "adms:status"); len(got) != 1 || !strings.HasSuffix(got[0], "/DEPRECATED") {
			t.Errorf("%s: %v", d.Format, got)
		}
	}
}

func TestFormats(t *testing.T) {
	for _, ext := range []string{"ttl", "rdf", "xml", "jsonld", "n3"} {
		if f, ok := dcat.FormatOf(ext); !ok || f.Extension != ext || f.MediaType == "" {
			t.Errorf("no format %s", ext)
		}
	}
	if _, ok := dcat.FormatOf("exe"); ok {
		t.Error("there is no format exe")
	}
}

func BenchmarkCataloguePage(b *testing.B) {
	s, records := recordtest.Site(), recordtest.Many(100)
	for _, f := range dcat.Formats()[:3] {
		b.Run(f.Extension, func(b *testing.B) {
			var out bytes.Buffer
			for b.Loop() {
				out.Reset()
				if err := f.Write(&out, dcat.Catalogue(s, dcat.Page{Number: 1, Size: 100, Total: 100, URL: page}, records)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(out.Len()), "bytes")
		})
	}
}

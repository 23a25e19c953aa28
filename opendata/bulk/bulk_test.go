package bulk_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"minhbach/opendata/bulk"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

func sample() []bulk.Dataset {
	at := time.Date(2026, 3, 2, 1, 0, 1, 0, time.UTC)
	return []bulk.Dataset{
		{Slug: "dan-so", Modified: at, Record: map[string]string{"title": "Dân số"}, Original: bulk.File{Name: "dân số.csv", SHA256: "ab", Copy: text("a,b\n")}, Table: text("a,b\r\n")},
		{Slug: "lua", Modified: at, Record: map[string]string{}, Original: bulk.File{Name: `..\..\etc/passwd`, SHA256: "cd", Copy: text("x")}},
	}
}

func TestEveryPartIsThereAndStaysInItsFolder(t *testing.T) {
	var out, again bytes.Buffer
	if err := bulk.Write(&out, sample()); err != nil {
		t.Fatal(err)
	}
	if err := bulk.Write(&again, sample()); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Errorf("the same content gives other bytes, %v", err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		if f.Name == "SHA256SUMS" {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			sums, _ := io.ReadAll(r)
			if want := "ab  dan-so/original/dân số.csv\ncd  lua/original/passwd\n"; string(sums) != want {
				t.Errorf("sums %q", sums)
			}
		}
	}
	want := []string{"dan-so/dataset.json", "dan-so/original/dân số.csv", "dan-so/data.csv", "lua/dataset.json", "lua/original/passwd", "README.txt", "SHA256SUMS"}
	if !slices.Equal(names, want) {
		t.Errorf("entries\n%s\nwant\n%s", strings.Join(names, "\n"), strings.Join(want, "\n"))
	}
}

func TestAFileThatCannotBeReadEndsIt(t *testing.T) {
	all := sample()
	gone := errors.New("gone")
	all[1].Original.Copy = func(io.Writer) error { return gone }
	if err := bulk.Write(io.Discard, all); !errors.Is(err, gone) || !strings.Contains(err.Error(), "lua/original") {
		t.Errorf("%v", err)
	}
}

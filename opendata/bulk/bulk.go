// Package bulk writes a whole catalogue as one ZIP file: for each dataset its
// description, the publisher's own file byte for byte, and the table as CSV.
//
// It promises that the same content gives the same bytes, whenever it is written,
// and that no name of a file leads out of its folder. It keeps nothing in memory
// but the list of entries.
package bulk

import (
	"archive/zip"
	"compress/flate"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
)

// MediaType of the file.
const MediaType = "application/zip"

// Dataset is what goes into a folder of its own.
type Dataset struct {
	Slug     string
	Modified time.Time
	Record   any // described as JSON
	Original File
	Table    func(w io.Writer) error // as CSV; nil: there is none
}

// File is the publisher's own.
type File struct {
	Name   string
	SHA256 string
	Copy   func(w io.Writer) error
}

const readme = `Danh mục dữ liệu mở / Open data catalogue

Mỗi thư mục là một bộ dữ liệu: dataset.json mô tả, original/ là tệp gốc đúng từng byte
(SHA-256 ghi trong SHA256SUMS; kiểm tra bằng “sha256sum -c SHA256SUMS”), data.csv là bảng dữ liệu (UTF-8).

Each folder is one dataset: dataset.json describes it, original/ holds the publisher's own file
byte for byte (SHA-256 in SHA256SUMS; check with “sha256sum -c SHA256SUMS”), data.csv is the table (UTF-8).
`

// Write writes the datasets in the order given.
func Write(w io.Writer, all []Dataset) error {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	var sums strings.Builder
	newest := time.Time{}
	for _, d := range all {
		if d.Modified.After(newest) {
			newest = d.Modified
		}
		folder := d.Slug + "/"
		original := folder + "original/" + base(d.Original.Name)
		if d.Original.Copy != nil {
			fmt.Fprintf(&sums, "%s  %s\n", d.Original.SHA256, original)
		}
		for _, part := range []struct {
			name  string
			write func(w io.Writer) error
		}{
			{folder + "dataset.json", func(w io.Writer) error { return describe(w, d.Record) }},
			{original, d.Original.Copy},
			{folder + "data.csv", d.Table},
		} {
			if part.write == nil {
				continue
			}
			if err := add(z, part.name, d.Modified, part.write); err != nil {
				return fmt.Errorf("%s: %w", part.name, err)
			}
		}
	}
	for _, part := range []struct{ name, text string }{{"README.txt", readme}, {"SHA256SUMS", sums.String()}} {
		if err := add(z, part.name, newest, func(w io.Writer) error { _, err := io.WriteString(w, part.text); return err }); err != nil {
			return err
		}
	}
	return z.Close()
}

func add(z *zip.Writer, name string, modified time.Time, write func(w io.Writer) error) error {
	entry, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: modified.UTC().Truncate(2 * time.Second)})
	if err != nil {
		return err
	}
	return write(entry)
}

func describe(w io.Writer, record any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(record)
}

// base is the last part of a name, whatever system it comes from.
func base(name string) string {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, name)
	if name == "." || name == ".." || name == "/" || name == "" {
		return "data"
	}
	return name
}

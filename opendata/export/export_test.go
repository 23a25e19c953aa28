package export_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"minhbach/domain/dataset"
	. "minhbach/opendata/export"
)

func TestGoldens(t *testing.T) {
	for _, f := range []Format{CSV, TSV, Excel, JSON, NDJSON, GeoJSON, XML} {
		form, ok := FormOf(f)
		if !ok {
			t.Fatalf("%s has no form", f)
		}
		golden(t, "awkward."+form.Extension, write(t, f, awkward, awkwardRows))
		golden(t, "empty."+form.Extension, write(t, f, awkward, nil))
	}
}

func TestSameTableSameBytes(t *testing.T) {
	for _, f := range Formats() {
		if a, b := write(t, f.Format, awkward, awkwardRows), write(t, f.Format, awkward, awkwardRows); !bytes.Equal(a, b) {
			t.Errorf("%s differs from one time to the next", f.Format)
		}
	}
}

func TestOneEmptyColumnIsStillARecord(t *testing.T) {
	table := Table{Columns: []dataset.Column{{Name: "a", Title: "A", Type: dataset.Text}}}
	if got, want := string(write(t, CSV, table, [][]any{{nil}, {""}, {"x"}})), "a\r\n\"\"\r\n\"\"\r\nx\r\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCKANDumpKnowsRowsByNumber(t *testing.T) {
	table := Table{Columns: []dataset.Column{{Name: "_id", Type: dataset.Integer}, {Name: "a", Type: dataset.Text}}}
	got := string(write(t, XML, table, [][]any{{int64(7), "x < y"}}))
	if want := `<row _id="7"><a>x &lt; y</a></row>`; !strings.Contains(got, want) {
		t.Errorf("got %s, want %s in it", got, want)
	}
}

func TestRefusals(t *testing.T) {
	wide := Table{Columns: make([]dataset.Column, 16_385)}
	narrow := Table{Columns: []dataset.Column{{Name: "a", Type: dataset.Text}}}
	long := narrow
	long.Rows = MaxSheetRows + 1
	place := Table{Columns: []dataset.Column{{Name: "g", Type: dataset.Geometry}}}
	gone := errors.New("the disk is gone")
	for _, c := range []struct {
		name   string
		format Format
		table  Table
		rows   Rows
		want   error
		wrote  bool
	}{
		{"unknown format", "pdf", narrow, each(nil), ErrFormat, false},
		{"no geometry", GeoJSON, narrow, each(nil), ErrNoGeometry, false},
		{"broken geometry", GeoJSON, place, each([][]any{{"POINT(1 2)"}}), ErrGeometry, true},
		{"too many columns", XLSX, wide, each(nil), ErrColumns, false},
		{"too many rows, announced", XLSX, long, each(nil), ErrRows, false},
		{"too many rows, met", XLSX, narrow, func(yield func([]any) error) error {
			for range MaxSheetRows + 1 {
				if err := yield([]any{nil}); err != nil {
					return err
				}
			}
			return nil
		}, ErrRows, true},
		{"cell too long", XLSX, narrow, each([][]any{{strings.Repeat("đ", 32_768)}}), ErrCell, true},
		{"rows that fail", CSV, narrow, func(func([]any) error) error { return gone }, gone, true},
	} {
		var out bytes.Buffer
		err := Write(context.Background(), &out, c.format, c.table, c.rows)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
		if !c.wrote && out.Len() > 0 {
			t.Errorf("%s: wrote %d bytes before refusing", c.name, out.Len())
		}
	}
	if err := Write(context.Background(), io.Discard, CSV, narrow, each([][]any{{"a", "b"}})); err == nil {
		t.Error("a row that is too wide was written")
	}
	if err := Write(context.Background(), io.Discard, XLSX, narrow, each([][]any{{strings.Repeat("đ", 32_767)}})); err != nil {
		t.Errorf("the longest cell was refused: %v", err)
	}
}

func TestStopsWhenNobodyWaits(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	table := Table{Columns: []dataset.Column{{Name: "a", Type: dataset.Integer}}}
	n := 0
	err := Write(ctx, io.Discard, CSV, table, func(yield func([]any) error) error {
		for {
			if n++; n == 10_000 {
				cancel()
			}
			if err := yield([]any{int64(n)}); err != nil {
				return err
			}
		}
	})
	if !errors.Is(err, context.Canceled) || n > 12_000 {
		t.Errorf("after %d rows: %v", n, err)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestReaderHungUp(t *testing.T) {
	for _, f := range Formats() {
		if err := Write(context.Background(), broken{}, f.Format, awkward, each(awkwardRows)); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%s: %v", f.Format, err)
		}
	}
}

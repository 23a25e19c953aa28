package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"minhbach/domain/fault"
	"minhbach/opendata/bulk"
	"minhbach/projections/view"
)

// bulkBytes is how much the originals of one file may have together.
const bulkBytes = 4 << 30

var ErrBulkLarge = fault.Define(fault.TooLarge, "bulk.too_large",
	"Toàn bộ danh mục lớn hơn {max} GB nên không gói được thành một tệp; hãy tải từng bộ dữ liệu.",
	"The whole catalogue is larger than the {max} GB that one file may have; download dataset by dataset.")

// bulk is every public dataset in one file. It is made once for each state of the
// catalogue: by the node at night, or for the first who asks.
func (s datasets) bulk(ctx context.Context) (File, string, error) {
	all, key, err := s.wholeCatalogue(ctx)
	if err != nil {
		return nil, "", err
	}
	f, err := s.Tables.Whole(ctx, "catalogue", key, func(ctx context.Context, w io.Writer) error {
		entries := make([]bulk.Dataset, 0, len(all))
		for _, d := range all {
			entries = append(entries, s.bulkEntry(ctx, d))
		}
		return bulk.Write(w, entries)
	})
	return f, key, mapErr(err)
}

// wholeCatalogue lists the public datasets and a key of their present state.
func (s datasets) wholeCatalogue(ctx context.Context) (all []view.Dataset, key string, err error) {
	hash, size := sha256.New(), int64(0)
	for offset := 0; ; offset += 1000 {
		page, err := s.Datasets.Datasets(ctx, view.DatasetFilter{Order: view.ByID, Limit: 1000, Offset: offset}, 0)
		if err != nil {
			return nil, "", err
		}
		for _, it := range page.Items {
			d, err := s.get(ctx, it.ID, view.AsOf{})
			if err != nil {
				return nil, "", err
			}
			if d.State == view.Withdrawn {
				continue
			}
			fmt.Fprintf(hash, "%s %d %s %s\n", d.ID, d.Version, d.ContentHash, d.State)
			size += d.Bytes
			all = append(all, d)
		}
		if len(page.Items) < 1000 {
			break
		}
	}
	if size > bulkBytes {
		return nil, "", ErrBulkLarge.New("max", bulkBytes>>30)
	}
	return all, hex.EncodeToString(hash.Sum(nil))[:32], nil
}

func (s datasets) bulkEntry(ctx context.Context, d view.Dataset) bulk.Dataset {
	entry := bulk.Dataset{Slug: d.Slug, Modified: d.UpdatedAt, Record: d}
	r := d.Content.Release
	if r == nil {
		return entry
	}
	entry.Original = bulk.File{Name: r.File.Name, SHA256: r.File.SHA256, Copy: func(w io.Writer) error {
		f, err := s.Files.Open(ctx, r.File.SHA256)
		return pour(w, f, err)
	}}
	entry.Table = func(w io.Writer) error {
		if err := s.Tables.Ensure(ctx, *r); err != nil {
			return err
		}
		f, err := s.Tables.Export(ctx, *r, "csv", d.Title)
		return pour(w, f, err)
	}
	return entry
}

func pour(w io.Writer, f File, err error) error {
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

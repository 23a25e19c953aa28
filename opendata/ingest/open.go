package ingest

import (
	"context"

	"minhbach/domain/dataset"
)

// open finds out the format of a file, or takes the one chosen, and opens it.
func (r Reader) open(ctx context.Context, src Source, c Choices) (*opened, error) {
	limits := r.Limits.orDefault()
	if src.Size() > limits.Bytes {
		return nil, ErrBytes.New("size", src.Size(), "max", limits.Bytes)
	}
	if src.Size() == 0 {
		return nil, ErrEmpty.New()
	}
	format, err := formatOf(src, c.Format)
	if err != nil {
		return nil, err
	}
	c.Format = format
	switch format {
	case "xlsx":
		return openXLSX(ctx, src, c, limits)
	case "ods":
		return openODS(ctx, src, c, limits)
	case "json":
		return openJSON(ctx, src, c, limits)
	case "ndjson":
		return openNDJSON(ctx, src, c, limits)
	case "geojson":
		return openGeoJSON(ctx, src, c, limits)
	case "parquet":
		return openParquet(ctx, src, c, limits)
	}
	return openText(ctx, src, c, limits)
}

// again are the choices that open a file as it was opened before.
func again(r dataset.Reading) Choices {
	return Choices{Format: r.Format, Encoding: r.Encoding, Delimiter: r.Delimiter, Sheet: r.Sheet, Path: r.Path}
}

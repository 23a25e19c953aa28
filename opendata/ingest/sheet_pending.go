package ingest

import "context"

func openXLSX(ctx context.Context, src Source, c Choices, limits Limits) (*opened, error) {
	return nil, ErrFormat.New("name", src.Name(), "found", c.Format)
}

func openODS(ctx context.Context, src Source, c Choices, limits Limits) (*opened, error) {
	return nil, ErrFormat.New("name", src.Name(), "found", c.Format)
}

func openJSON(ctx context.Context, src Source, c Choices, limits Limits) (*opened, error) {
	return nil, ErrFormat.New("name", src.Name(), "found", c.Format)
}

func openNDJSON(ctx context.Context, src Source, c Choices, limits Limits) (*opened, error) {
	return nil, ErrFormat.New("name", src.Name(), "found", c.Format)
}

func openGeoJSON(ctx context.Context, src Source, c Choices, limits Limits) (*opened, error) {
	return nil, ErrFormat.New("name", src.Name(), "found", c.Format)
}

func openParquet(ctx context.Context, src Source, c Choices, limits Limits) (*opened, error) {
	return nil, ErrFormat.New("name", src.Name(), "found", c.Format)
}

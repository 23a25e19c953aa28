package ingest

import "context"

func openText(ctx context.Context, src Source, c Choices, limits Limits) (*opened, error) {
	return nil, ErrFormat.New("name", src.Name(), "found", c.Format)
}

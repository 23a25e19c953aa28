package demo

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"slices"
	"unicode/utf8"

	"minhbach/domain/dataset"
	"minhbach/internal/app"
	"minhbach/opendata/ingest"
)

// attach does what a publisher does with a data file: it is sent and read, the types
// that were guessed wrongly are changed, it becomes the release in hand, and its
// columns are described.
func (s *seeding) attach(ctx context.Context, by app.Caller, t *toldSet, st setStep) error {
	raw, err := s.days.data(st.data)
	if err != nil {
		return err
	}
	up, err := s.upload(ctx, by, t, st.data, raw)
	if err != nil {
		return err
	}
	columns, choices, err := t.dictionary(up.Examined)
	if err != nil {
		return err
	}
	do := s.n.App.Commands.Datasets
	_, err = do.Attach(ctx, by, app.AttachRelease{
		ID: t.id, Upload: up.ID, Choices: choices, AcceptRejected: st.withoutRejected, Change: st.change, Reason: st.remark,
	})
	if err != nil {
		return err
	}
	_, err = do.Describe(ctx, by, app.DescribeDataset{ID: t.id, Description: t.about, Columns: columns})
	return err
}

// data is a file of datasets/files. In text, days are filled in as in stories, so
// that a weekly table ends in the week before the demo.
func (d days) data(name string) ([]byte, error) {
	raw, err := datasetTexts.ReadFile("datasets/files/" + name)
	if err != nil || path.Ext(name) != ".csv" || !utf8.Valid(raw) {
		return raw, err
	}
	text, err := d.fill(string(raw))
	return []byte(text), err
}

func (s *seeding) upload(ctx context.Context, by app.Caller, t *toldSet, name string, raw []byte) (app.Upload, error) {
	do := s.n.App.Uploads
	up, err := do.Begin(ctx, by, app.NewUpload{Agency: s.agencies[t.agency], Name: name, Size: int64(len(raw))})
	if err != nil {
		return up, err
	}
	if up, err = do.Append(ctx, by, up.ID, 0, bytes.NewReader(raw)); err != nil {
		return up, err
	}
	if up, err = do.Examine(ctx, by, up.ID, ingest.Choices{}); err != nil {
		return up, err
	}
	if up, err = do.Wait(ctx, by, up.ID); err != nil {
		return up, err
	}
	return up, up.Fault
}

// dictionary fits what was written of the columns to those that a file has, and says
// which types are to be changed.
func (s *set) dictionary(x *ingest.Examination) ([]dataset.Column, ingest.Choices, error) {
	var columns []dataset.Column
	choices := ingest.Choices{}
	for i, found := range x.Columns {
		at := slices.IndexFunc(s.columns, func(c dataset.Column) bool { return c.Name == found.Name })
		if at < 0 {
			return nil, choices, fmt.Errorf("column %s is not described", found.Name)
		}
		c := s.columns[at]
		if c.Type != "" && c.Type != found.Type {
			if choices.Columns == nil {
				choices.Columns = map[int]ingest.ColumnChoice{}
			}
			choices.Columns[x.Reading.Columns[i].Index] = ingest.ColumnChoice{Type: c.Type}
			found.Type = c.Type
		}
		c.Type = found.Type
		columns = append(columns, c)
	}
	return columns, choices, nil
}

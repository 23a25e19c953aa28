package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// cursor is the place of the last row seen. It names the version that the reader
// began with, so that pages stay of one table when new data is published, and the
// question that it belongs to, so that it cannot be used with another.
type cursor struct {
	Form     int               `json:"f"`
	Version  int               `json:"v"`
	Question []byte            `json:"q"`
	Values   []json.RawMessage `json:"a"`
}

const cursorForm = 1

// fingerprint of what a cursor depends on.
func fingerprint(release string, e, search, order string) []byte {
	sum := sha256.Sum256([]byte(release + "\x00" + e + "\x00" + search + "\x00" + order))
	return sum[:9]
}

func encodeCursor(version int, question []byte, last analytics.Row) (string, error) {
	c := cursor{Form: cursorForm, Version: version, Question: question}
	for _, v := range last {
		if t, ok := v.(time.Time); ok {
			v = t.UTC().Format(time.RFC3339Nano)
		}
		b, err := json.Marshal(v)
		if err != nil {
			return "", err
		}
		c.Values = append(c.Values, b)
	}
	b, err := json.Marshal(c)
	return base64.RawURLEncoding.EncodeToString(b), err
}

func decodeCursor(text string) (cursor, error) {
	var c cursor
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil || c.Form != cursorForm || c.Version < 1 {
		return c, analytics.ErrCursor.New().At("cursor")
	}
	return c, nil
}

// after are the values of a cursor in the types of the columns that order the rows.
func (c cursor) after(question []byte, order []analytics.Order, columns []dataset.Column) (analytics.Row, error) {
	if !bytes.Equal(c.Question, question) || len(c.Values) != len(order)+1 {
		return nil, analytics.ErrCursor.New().At("cursor")
	}
	row := make(analytics.Row, 0, len(c.Values))
	for i, raw := range c.Values {
		column := dataset.Column{Type: dataset.Integer}
		if i < len(order) {
			var err error
			if column, err = analytics.ColumnOf(columns, order[i].Column); err != nil {
				return nil, err
			}
		}
		v, ok := fromJSON(raw, column.Type)
		if !ok {
			return nil, analytics.ErrCursor.New().At("cursor")
		}
		row = append(row, v)
	}
	return row, nil
}

func fromJSON(raw json.RawMessage, t dataset.Type) (any, bool) {
	if string(raw) == "null" {
		return nil, true
	}
	var err error
	var v any
	switch t {
	case dataset.Integer:
		var n int64
		err = json.Unmarshal(raw, &n)
		v = n
	case dataset.Decimal:
		var n float64
		err = json.Unmarshal(raw, &n)
		v = n
	case dataset.Boolean:
		var b bool
		err = json.Unmarshal(raw, &b)
		v = b
	case dataset.Date, dataset.DateTime:
		var at time.Time
		err = json.Unmarshal(raw, &at)
		v = at.UTC()
	default:
		var s string
		err = json.Unmarshal(raw, &s)
		v = s
	}
	return v, err == nil
}

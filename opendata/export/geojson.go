package export

import (
	"encoding/json"
	"slices"

	"minhbach/domain/dataset"
)

// geoRows writes a FeatureCollection (RFC 7946 section 3.3): the first geometry
// column is the geometry of each feature, the others are its properties.
type geoRows struct {
	s        *sink
	columns  []dataset.Column
	keys     [][]byte
	geometry int
	rows     int64
}

func newGeoJSON(s *sink, t Table) (writer, error) {
	i := slices.IndexFunc(t.Columns, func(c dataset.Column) bool { return c.Type == dataset.Geometry })
	if i < 0 {
		return nil, ErrNoGeometry.New()
	}
	return &geoRows{s: s, columns: t.Columns, keys: jsonKeys(t.Columns), geometry: i}, nil
}

func (g *geoRows) begin() error {
	g.s.buf = append(g.s.buf, "{\"type\":\"FeatureCollection\",\"features\":[\n"...)
	return nil
}

func (g *geoRows) row(values []any) (err error) {
	if g.rows++; g.rows > 1 {
		g.s.buf = append(g.s.buf, ",\n"...)
	}
	g.s.buf = append(g.s.buf, `{"type":"Feature","geometry":`...)
	switch v := values[g.geometry].(type) {
	case string:
		if !json.Valid([]byte(v)) {
			return ErrGeometry.New("row", g.rows)
		}
		g.s.buf = appendCompact(g.s.buf, v)
	default: // section 3.2: a feature without a place has a null geometry
		g.s.buf = append(g.s.buf, "null"...)
	}
	g.s.buf = append(g.s.buf, `,"properties":{`...)
	first := true
	for i, v := range values {
		if i == g.geometry {
			continue
		}
		if !first {
			g.s.buf = append(g.s.buf, ',')
		}
		first = false
		g.s.buf = append(g.s.buf, g.keys[i]...)
		if g.s.buf, err = appendJSON(g.s.buf, v, g.columns[i].Type); err != nil {
			return err
		}
	}
	g.s.buf = append(g.s.buf, "}}"...)
	return g.s.full()
}

func (g *geoRows) end() error {
	g.s.buf = append(g.s.buf, "\n]}\n"...)
	return nil
}

package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strings"

	"minhbach/domain/dataset"
	"minhbach/domain/fault"
)

// ErrGeoJSON refuses what is not a collection of features.
var ErrGeoJSON = fault.Define(fault.Invalid, "ingest.geojson",
	"Tệp không phải GeoJSON FeatureCollection: {what}; hãy xuất lại dưới dạng một FeatureCollection (RFC 7946).",
	"The file is no GeoJSON FeatureCollection: {what_en}; write it as one FeatureCollection (RFC 7946).")

var geoNotes = map[string][2]string{
	"geo_crs": {
		"Tệp khai báo hệ tọa độ {crs}; GeoJSON chỉ dùng WGS 84 (kinh độ, vĩ độ), nên bản đồ có thể lệch. Tọa độ được giữ nguyên.",
		"The file names the coordinate system {crs}; GeoJSON knows only WGS 84 (longitude, latitude), so maps may be off. The coordinates were left as they are.",
	},
}

func init() { moreNotes = append(moreNotes, geoNotes) }

// Names of the columns that are not properties.
const (
	geometryKey = "geometry"
	featureKey  = "feature_id"
)

// openGeoJSON reads a FeatureCollection (RFC 7946 section 3.3): the properties of
// its features and their geometry.
func openGeoJSON(ctx context.Context, src Source, _ Choices, limits Limits) (*opened, error) {
	s := newJSONStream(src, limits)
	g := &features{src: src, limits: limits, at: -1}
	var kind, crs string
	if c, err := s.token(); err != nil || c != '{' {
		return nil, orFault(err, ErrGeoJSON.New("what", "không phải một đối tượng", "what_en", "it is not an object"))
	}
	n := 0
	err := s.members(func(key string) error {
		switch key {
		case "features":
			if c, err := s.token(); err != nil || c != '[' {
				return orFault(err, ErrGeoJSON.New("what", "“features” không phải một mảng", "what_en", "“features” is not an array"))
			}
			g.at = s.pos()
			return s.elements(func() error {
				if n++; n%1024 == 0 && ctx.Err() != nil {
					return ctx.Err()
				}
				_, err := s.value(false)
				return err
			})
		case "type", "crs":
			v, err := s.value(true)
			if err == nil && key == "type" {
				kind, _ = unquoteJSON(v)
			} else if err == nil {
				crs = string(v)
			}
			return err
		}
		_, err := s.value(false)
		return err
	})
	if err == nil {
		err = s.finish()
	}
	if err != nil {
		return nil, longOr(err, 0, limits)
	}
	if kind != "FeatureCollection" || g.at < 0 {
		return nil, ErrGeoJSON.New("what", "“type” là “"+short(kind)+"”", "what_en", "its “type” is “"+short(kind)+"”")
	}
	o := &opened{grid: g, reading: dataset.Reading{Format: "geojson", Path: "/features"}}
	if name := crsName([]byte(crs)); name != "" && !strings.Contains(name, "CRS84") && !strings.HasSuffix(name, ":4326") {
		o.notes = append(o.notes, dataset.Note{Code: "geo_crs", Params: map[string]string{"crs": short(name)}})
	}
	return o, nil
}

func orFault(err error, f *fault.Fault) error {
	if err != nil {
		return err
	}
	return f
}

// crsName reads the member that GeoJSON had before RFC 7946 dropped it.
func crsName(raw []byte) string {
	var crs struct{ Properties struct{ Name string } }
	if json.Unmarshal(raw, &crs) != nil {
		return ""
	}
	return crs.Properties.Name
}

type features struct {
	src    Source
	limits Limits
	at     int64 // of the bracket of “features”
	s      *jsonStream
	keys   []string
}

func (g *features) names() []string { return known(g.keys) }

func (g *features) done() float64 { return streamDone(g.s, g.src) }

func (g *features) rows(ctx context.Context) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		f := newFlattener(g.limits)
		s := newJSONStream(g.src, g.limits)
		s.jump(g.src, g.at)
		g.s, g.keys = s, nil
		line := int64(0)
		err := s.elements(func() error {
			if line++; line%256 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			raw, err := s.value(true)
			if err != nil {
				return err
			}
			out, err := f.feature(line, raw)
			if err != nil {
				return err
			}
			g.keys = f.keys
			if !yield(out, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && err != errEnough {
			yield(row{}, longOr(err, line, g.limits))
		}
	}
}

// feature makes a row of one feature; err only for limits.
func (f *flattener) feature(line int64, raw []byte) (row, error) {
	f.begin(line)
	if !json.Valid(raw) {
		return f.badRow(string(raw), "Đối tượng địa lý không đúng cú pháp JSON.", "The feature is not valid JSON."), nil
	}
	var in struct {
		Type       string
		ID         json.RawMessage
		Geometry   json.RawMessage
		Properties json.RawMessage
	}
	if json.Unmarshal(raw, &in) != nil || in.Type != "Feature" {
		return f.badRow(string(raw), "Phần tử không phải là một Feature.", "The element is no Feature."), nil
	}
	if p := bytes.TrimSpace(in.Properties); len(p) > 0 && p[0] == '{' {
		again, err := f.properties(p)
		if err != nil {
			return row{}, err
		}
		if again != "" {
			return f.badRow(again, "Thuộc tính “"+short(again)+"” xuất hiện hai lần.", "The property “"+short(again)+"” occurs twice."), nil
		}
	} else if len(p) > 0 && string(p) != "null" {
		return f.badRow(string(p), "“properties” không phải là một đối tượng.", "“properties” is not an object."), nil
	}
	if id := bytes.TrimSpace(in.ID); len(id) > 0 && string(id) != "null" {
		c, ok := scalarJSON(id)
		if !ok {
			c = cell{text: compact(id)}
		}
		if _, err := f.put([]byte(featureKey), c); err != nil {
			return row{}, err
		}
	}
	if v := bytes.TrimSpace(in.Geometry); len(v) > 0 && string(v) != "null" {
		if !isGeometry(v) {
			return f.badRow(string(v), "“geometry” không phải là một hình học GeoJSON.", "“geometry” is no GeoJSON geometry."), nil
		}
		if _, err := f.put([]byte(geometryKey), shape(v)); err != nil {
			return row{}, err
		}
	}
	return f.row(), nil
}

// properties flattens the properties; one that is called like a member of the
// feature gets a longer name.
func (f *flattener) properties(raw []byte) (again string, err error) {
	s := &jsonStream{buf: raw, eof: true, max: len(raw)}
	err = s.members(func(key string) error {
		v, err := s.value(true)
		if err != nil {
			return err
		}
		if slices.Contains([]string{geometryKey, featureKey}, key) {
			key = "properties." + key
		}
		f.path = append(f.path[:0], key...)
		twice, err := f.field(v)
		if twice != "" {
			again = twice
		}
		return err
	})
	f.path = f.path[:0]
	return again, err
}

package export

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"

	"minhbach/domain/dataset"
)

// rowGroup bounds the rows that are in memory at once; batch those that are handed
// on together.
const (
	rowGroup = 100_000
	batch    = 1024
)

// ColumnsKey is the key of a Parquet file's metadata that holds the columns
// dictionary as JSON.
const ColumnsKey = "minhbach.columns"

// parquetRows writes Apache Parquet: every column optional, Zstandard, text by
// dictionary, dates as DATE, points in time as TIMESTAMP in microseconds of UTC,
// geometry as JSON.
type parquetRows struct {
	w       *parquet.GenericWriter[any]
	t       Table
	columns []*parquet.ColumnWriter
	values  [][]parquet.Value // of each column, not yet handed on
	rows    int64
}

func newParquet(s *sink, t Table) (writer, error) {
	g := group{fields: make([]parquet.Field, len(t.Columns))}
	for i, c := range t.Columns {
		g.fields[i] = field{parquet.Optional(leaf(c.Type)), c.Name}
	}
	dictionary, err := json.Marshal(t.Columns)
	if err != nil {
		return nil, err
	}
	w := parquet.NewGenericWriter[any](s.w, parquet.NewSchema("table", g),
		parquet.Compression(&parquet.Zstd), parquet.CreatedBy("minhbach", "1", ""),
		parquet.KeyValueMetadata("title", t.Title),
		parquet.KeyValueMetadata("notes", strings.Join(t.Notes, "\n")),
		parquet.KeyValueMetadata(ColumnsKey, string(dictionary)))
	p := &parquetRows{w: w, t: t, columns: w.ColumnWriters(), values: make([][]parquet.Value, len(t.Columns))}
	if len(p.columns) != len(t.Columns) {
		return nil, fmt.Errorf("export: %d columns became %d in Parquet", len(t.Columns), len(p.columns))
	}
	return p, nil
}

func leaf(typ dataset.Type) parquet.Node {
	switch typ {
	case dataset.Integer:
		return parquet.Int(64)
	case dataset.Decimal:
		return parquet.Leaf(parquet.DoubleType)
	case dataset.Boolean:
		return parquet.Leaf(parquet.BooleanType)
	case dataset.Date:
		return parquet.Date()
	case dataset.DateTime:
		return parquet.Timestamp(parquet.Microsecond)
	case dataset.Geometry:
		return parquet.JSON()
	}
	return parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
}

func (p *parquetRows) begin() error { return nil }

func (p *parquetRows) row(values []any) error {
	for i, v := range values {
		x, err := parquetValue(v, p.t.Columns[i].Type)
		if err != nil {
			return fmt.Errorf("export: row %d, column %s: %w", p.rows+1, p.t.Columns[i].Name, err)
		}
		definition := 1
		if x.IsNull() {
			definition = 0
		}
		p.values[i] = append(p.values[i], x.Level(0, definition, i))
	}
	p.rows++
	if p.rows%batch == 0 || p.rows%rowGroup == 0 {
		if err := p.hand(); err != nil {
			return err
		}
	}
	if p.rows%rowGroup == 0 {
		return p.w.Flush()
	}
	return nil
}

// hand passes what has gathered to the columns.
func (p *parquetRows) hand() error {
	for i, c := range p.columns {
		if _, err := c.WriteRowValues(p.values[i]); err != nil {
			return err
		}
		clear(p.values[i]) // lets go of the text
		p.values[i] = p.values[i][:0]
	}
	return nil
}

func (p *parquetRows) end() error {
	if err := p.hand(); err != nil {
		return err
	}
	return p.w.Close()
}

func parquetValue(v any, typ dataset.Type) (parquet.Value, error) {
	if isNone(v) {
		return parquet.NullValue(), nil
	}
	switch typ {
	case dataset.Integer:
		if n, ok := v.(int64); ok {
			return parquet.Int64Value(n), nil
		}
	case dataset.Decimal:
		switch n := v.(type) {
		case float64:
			return parquet.DoubleValue(n), nil
		case int64:
			return parquet.DoubleValue(float64(n)), nil
		}
	case dataset.Boolean:
		if b, ok := v.(bool); ok {
			return parquet.BooleanValue(b), nil
		}
	case dataset.Date:
		if t, ok := v.(time.Time); ok {
			return parquet.Int32Value(int32(floorDay(t.Unix()))), nil
		}
	case dataset.DateTime:
		if t, ok := v.(time.Time); ok {
			return parquet.Int64Value(t.UnixMicro()), nil
		}
	default:
		return parquet.ByteArrayValue([]byte(text(v))), nil
	}
	return parquet.Value{}, fmt.Errorf("%T is no %s", v, typ)
}

func floorDay(seconds int64) int64 {
	if seconds < 0 {
		return (seconds+1)/86_400 - 1
	}
	return seconds / 86_400
}

// group keeps the columns in their order; the library's own sorts them by name.
type group struct {
	parquet.Group
	fields []parquet.Field
}

func (g group) Fields() []parquet.Field { return g.fields }
func (g group) GoType() reflect.Type    { return reflect.TypeFor[struct{}]() }
func (g group) String() string          { return "table" }

type field struct {
	parquet.Node
	name string
}

func (f field) Name() string                          { return f.name }
func (f field) Value(reflect.Value) (_ reflect.Value) { return } // rows never come as Go structs

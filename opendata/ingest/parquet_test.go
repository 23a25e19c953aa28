package ingest_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"minhbach/domain/dataset"
	"minhbach/opendata/ingest"
)

type school struct {
	Ma    string            `parquet:"ma"`
	So    *int64            `parquet:"so,optional"`
	Nho   uint8             `parquet:"nho"`
	Diem  float32           `parquet:"diem"`
	Tien  int64             `parquet:"tien,decimal(2:18)"`
	Ngay  int32             `parquet:"ngay,date"`
	Luc   time.Time         `parquet:"luc,timestamp(microsecond)"`
	Co    bool              `parquet:"co"`
	Lop   []string          `parquet:"lop,list"`
	Khoi  []block           `parquet:"khoi,list"`
	DiaC  *place            `parquet:"dia_chi,optional"`
	Nhan  map[string]string `parquet:"nhan"`
	Uuid  [16]byte          `parquet:"uuid,uuid"`
	Gioi  []byte            `parquet:"gioi"`
	Giong string            `parquet:"giong,dict"`
}

type block struct {
	Ten string  `parquet:"ten"`
	So  []int32 `parquet:"so"`
}

type place struct {
	Xa string `parquet:"xa"`
}

func schools(t testing.TB, codec parquet.WriterOption, page ...parquet.WriterOption) []byte {
	t.Helper()
	n := int64(7)
	rows := []school{
		{Ma: "001", So: &n, Nho: 255, Diem: 0.1, Tien: -12345, Ngay: 19782, Luc: time.Date(2026, 11, 23, 1, 2, 3, 4000, time.UTC), Co: true,
			Lop: []string{"6A", "6\"B"}, Khoi: []block{{"một", []int32{1, 2}}, {"hai", nil}}, DiaC: &place{"Tân Thạnh"}, Nhan: map[string]string{"k": "v"}, Gioi: []byte{0xFF, 0x00}, Giong: "a"},
		{Ma: "002", Ngay: -1, Luc: time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC), Gioi: []byte("chữ"), Giong: "a"},
	}
	var out bytes.Buffer
	w := parquet.NewGenericWriter[school](&out, append(page, codec)...)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestParquet(t *testing.T) {
	for name, codec := range map[string]parquet.WriterOption{
		"plain": parquet.Compression(&parquet.Uncompressed), "snappy": parquet.Compression(&parquet.Snappy), "gzip": parquet.Compression(&parquet.Gzip),
		"brotli": parquet.Compression(&parquet.Brotli), "zstd": parquet.Compression(&parquet.Zstd), "lz4": parquet.Compression(&parquet.Lz4Raw),
	} {
		for _, version := range []int{1, 2} {
			x, rows := read(t, file("a.parquet", schools(t, codec, parquet.DataPageVersion(version))), ingest.Choices{})
			got := map[string]any{}
			second := map[string]any{}
			types := map[string]dataset.Type{}
			for i, c := range x.Reading.Columns {
				got[c.Path], second[c.Path], types[c.Path] = rows[0][i], rows[1][i], x.Columns[i].Type
			}
			want := map[string]any{
				"ma": "001", "so": int64(7), "nho": int64(255), "diem": 0.1, "tien": -123.45, "ngay": date(2024, 2, 29),
				"luc": time.Date(2026, 11, 23, 1, 2, 3, 4000, time.UTC), "co": true, "lop": `["6A","6\"B"]`,
				"khoi": `[{"ten":"một","so":[1,2]},{"ten":"hai","so":[]}]`, "dia_chi": `{"xa":"Tân Thạnh"}`,
				"nhan": `[{"key":"k","value":"v"}]`, "uuid": "00000000-0000-0000-0000-000000000000", "gioi": "ff00", "giong": "a",
			}
			for key, w := range want {
				if !reflect.DeepEqual(got[key], w) {
					t.Errorf("%s %d, %s: got %#v (%s), want %#v", name, version, key, got[key], types[key], w)
				}
			}
			if second["so"] != nil || second["dia_chi"] != nil || second["ngay"] != date(1969, 12, 31) || second["lop"] != "[]" {
				t.Errorf("%s %d: second row %v", name, version, second)
			}
		}
	}
}

func TestParquetRefusals(t *testing.T) {
	whole := schools(t, parquet.Compression(&parquet.Snappy))
	footer := bytes.Clone(whole)
	binary.LittleEndian.PutUint32(footer[len(footer)-8:], 1<<30)
	wide := bytes.Clone(whole)
	at := len(wide) - 8 - int(binary.LittleEndian.Uint32(wide[len(wide)-8:]))
	copy(wide[at:], []byte{0x15, 0x02, 0x19, 0xFC, 0xFF, 0xFF, 0xFF, 0x7F}) // a schema of 268 million columns
	for name, data := range map[string][]byte{
		"fake":             []byte("PAR1 nothing at all PAR1"),
		"only a head":      []byte("PAR1"),
		"cut short":        whole[:len(whole)-100],
		"footer too long":  footer,
		"schema too large": wide,
		"head and tail":    append(bytes.Clone(whole[:100]), whole[len(whole)-200:]...),
	} {
		var err error
		n := allocated(func() {
			_, err = ingest.Reader{}.Examine(t.Context(), file("a.parquet", data), ingest.Choices{}, nil)
		})
		if !errors.Is(err, ingest.ErrParquet) {
			t.Errorf("%s: %v", name, err)
		}
		if n > 32<<20 {
			t.Errorf("%s: took %d bytes of memory", name, n)
		}
	}
}

// Bytes changed at random must end as a fault or as rows, never as a panic or in
// memory that the file does not have.
func TestParquetDamagedAtRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, codec := range []parquet.WriterOption{parquet.Compression(&parquet.Uncompressed), parquet.Compression(&parquet.Zstd), parquet.Compression(&parquet.Lz4Raw)} {
		whole := schools(t, codec)
		for i := range 1500 {
			data := bytes.Clone(whole)
			for range 1 + i%4 {
				data[4+random.IntN(len(data)-12)] = byte(random.Uint32())
			}
			examineAnything(t, "a.parquet", data)
		}
	}
}

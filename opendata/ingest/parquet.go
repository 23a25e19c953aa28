package ingest

import (
	"context"
	"fmt"
	"io"
	"iter"

	"github.com/parquet-go/parquet-go"

	"minhbach/domain/dataset"
	"minhbach/domain/fault"
)

var (
	ErrParquet = fault.Define(fault.Invalid, "ingest.parquet",
		"“{name}” không phải tệp Parquet đọc được: tệp hỏng, bị cắt ngang, được mã hóa hoặc dùng kiểu nén lạ; hãy xuất lại (nén Snappy hoặc Zstandard) rồi nộp lại.",
		"“{name}” is not a Parquet file that can be read: it is damaged, cut short, encrypted or compressed in an unusual way; write it again (Snappy or Zstandard) and send it again.")
	ErrExpanded = fault.Define(fault.TooLarge, "ingest.expanded",
		"Các ô của tệp cộng lại hơn {max} byte vì cùng một giá trị dài lặp lại quá nhiều lần; hãy tách giá trị ấy thành một bảng riêng.",
		"The cells of the file add up to more than {max} bytes, as a long value repeats too often; move that value to a table of its own.")
)

// expanded bounds the text that repeated values of a small file can become.
func (l Limits) expanded() int64 { return 4 * l.Bytes }

// openParquet reads Apache Parquet: scalars, dates, points in time and decimals as
// values; what is nested as JSON text.
func openParquet(_ context.Context, src Source, _ Choices, limits Limits) (o *opened, err error) {
	defer func() {
		if r := recover(); r != nil { // the library panics on some broken files
			o, err = nil, damagedParquet(src, fmt.Errorf("%v", r))
		}
	}()
	if err := checkFooter(src, limits); err != nil {
		return nil, damagedParquet(src, err)
	}
	f, err := parquet.OpenFile(src, src.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, damagedParquet(src, err)
	}
	p := &parquetFile{src: src, file: f, limits: limits}
	fields := f.Root().Columns()
	if len(fields) > limits.Columns {
		return nil, ErrColumns.New("line", 0, "max", limits.Columns)
	}
	if n := f.NumRows(); n < 0 || n > limits.Rows {
		return nil, ErrRows.New("max", limits.Rows)
	}
	for _, c := range fields {
		p.keys = append(p.keys, tidy(c.Name()))
		p.columns = append(p.columns, newAssembler(c, &p.leaves))
	}
	if err := checkPages(f, src, limits); err != nil {
		return nil, damagedParquet(src, err)
	}
	return &opened{grid: p, reading: dataset.Reading{Format: "parquet"}}, nil
}

func damagedParquet(src Source, err error) error {
	if f, ok := err.(*fault.Fault); ok {
		return f
	}
	return ErrParquet.New("name", src.Name()).Because(err)
}

type parquetFile struct {
	src     Source
	file    *parquet.File
	limits  Limits
	keys    []string
	columns []*assembler
	leaves  int
	read    int64
}

func (p *parquetFile) names() []string { return known(p.keys) }

func (p *parquetFile) done() float64 {
	if p.file.NumRows() == 0 {
		return 0
	}
	return float64(p.read) / float64(p.file.NumRows())
}

func (p *parquetFile) rows(ctx context.Context) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		p.read = 0
		expanded := int64(0)
		for _, g := range p.file.RowGroups() {
			more, err := p.group(ctx, g, &expanded, func(r row) bool { return yield(r, nil) })
			if err != nil {
				yield(row{}, err)
			}
			if err != nil || !more {
				return
			}
		}
	}
}

// group reads a row group. A panic of yield is passed on, one of the library
// becomes a fault.
func (p *parquetFile) group(ctx context.Context, g parquet.RowGroup, expanded *int64, yield func(row) bool) (more bool, err error) {
	ours := false
	defer func() {
		if ours {
			return
		}
		if r := recover(); r != nil {
			more, err = false, damagedParquet(p.src, fmt.Errorf("%v", r))
		}
	}()
	rows := g.Rows()
	defer rows.Close()
	buf := make([]parquet.Row, 64)
	values := make([][]parquet.Value, p.leaves)
	cells := make([]cell, len(p.columns))
	for left := g.NumRows(); left > 0; {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		n, err := rows.ReadRows(buf)
		if err != nil && err != io.EOF || n == 0 {
			return false, damagedParquet(p.src, fmt.Errorf("%d rows are missing: %w", left, err))
		}
		for _, r := range buf[:min(int64(n), left)] {
			left--
			p.read++
			clear(values)
			r.Range(func(column int, v []parquet.Value) bool {
				values[column] = v
				return true
			})
			bytes := 0
			for i, c := range p.columns {
				if cells[i], err = c.cell(values, p.limits.Cell); err != nil {
					return false, p.tooLong(err)
				}
				bytes += len(cells[i].text)
			}
			if *expanded += int64(bytes); *expanded > p.limits.expanded() {
				return false, ErrExpanded.New("max", p.limits.expanded())
			}
			if bytes > p.limits.Line {
				return false, ErrRecord.New("line", p.read, "max", p.limits.Line)
			}
			ours = true
			ok := yield(row{line: p.read, cells: cells})
			ours = false
			if !ok {
				return false, nil
			}
		}
	}
	return true, nil
}

func (p *parquetFile) tooLong(err error) error {
	if err == errLongValue {
		return ErrCell.New("line", p.read, "max", p.limits.Cell)
	}
	return damagedParquet(p.src, err)
}

package agency

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
	"minhbach/domain/fold"
)

// MaxUnitsFile is the largest file of units that is read, in bytes.
const MaxUnitsFile = 4 << 20

var (
	ErrFileTooLarge = fault.Define(fault.TooLarge, "units.file_too_large",
		"Tệp lớn hơn {max} MB; hãy chia thành nhiều tệp.",
		"The file has more than {max} MB; split it into several.")
	ErrHeader = fault.Define(fault.Invalid, "units.header",
		"Dòng đầu phải có đủ các cột {columns}; hãy thêm cột còn thiếu.",
		"The first line must name the columns {columns}; add the one that is missing.")
	ErrColumn = fault.Define(fault.Invalid, "units.column",
		"Không có cột “{value}” trong mẫu hoặc cột bị lặp; chỉ dùng các cột {columns}.",
		"The column “{value}” is not part of the form or comes twice; use {columns} only.")
	ErrCells = fault.Define(fault.Invalid, "units.cells",
		"Dòng có {count} ô, cần {want} ô; hãy kiểm tra dấu phẩy và dấu nháy kép.",
		"The line has {count} cells and needs {want}; check commas and quotation marks.")
	ErrUnreadable = fault.Define(fault.Invalid, "units.unreadable",
		"Không đọc được tệp; hãy gửi lại.",
		"The file could not be read; send it again.")
	ErrQuotes = fault.Define(fault.Invalid, "units.quotes",
		"Dấu nháy kép không khớp nên không đọc tiếp được; hãy sửa dòng này.",
		"The quotation marks do not match, so reading stopped; mend this line.")
)

var (
	requiredColumns = []string{"level", "code", "name_vi", "name_en", "unit_type", "parent_code"}
	optionalColumns = []string{"obligation", "function", "valid_from", "basis"}
)

// UnitsFile is what every line shares unless it says otherwise.
type UnitsFile struct {
	ValidFrom calendar.Date
	Basis     string
}

// ReadUnits reads a CSV file of units (RFC 4180, UTF-8, with a header line). All
// faulty lines are told at once; lines are counted as an editor shows them.
func ReadUnits(r io.Reader, file UnitsFile) ([]Unit, error) {
	limited := &io.LimitedReader{R: r, N: MaxUnitsFile + 1}
	text := bufio.NewReader(limited)
	if bom, _ := text.Peek(3); string(bom) == "\ufeff" {
		_, _ = text.Discard(3)
	}
	in := csv.NewReader(text)
	in.FieldsPerRecord = -1
	header, err := in.Read()
	if err != nil {
		return nil, readFault(err)
	}
	columns, err := readHeader(header)
	if err != nil {
		return nil, err
	}
	var units []Unit
	var l fault.List
	for {
		cells, err := in.Read()
		if limited.N <= 0 {
			return nil, ErrFileTooLarge.New("max", MaxUnitsFile>>20)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			l.Add(readFault(err))
			break
		}
		line, _ := in.FieldPos(0)
		if len(cells) == 1 && strings.TrimSpace(cells[0]) == "" {
			continue
		}
		if len(cells) != len(columns) {
			l.Add(ErrCells.New("count", len(cells), "want", len(columns)).At(fmt.Sprintf("line %d", line)))
			continue
		}
		if units = append(units, readUnit(&l, file, line, columns, cells)); len(units) > MaxUnits {
			return nil, ErrTooMany.New("max", MaxUnits)
		}
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	return units, nil
}

func readHeader(header []string) ([]string, error) {
	known := slices.Concat(requiredColumns, optionalColumns)
	var columns []string
	for _, c := range header {
		c = strings.ToLower(strings.TrimSpace(c))
		if !slices.Contains(known, c) || slices.Contains(columns, c) {
			return nil, ErrColumn.New("value", short(strings.ToValidUTF8(c, "?")), "columns", strings.Join(known, ", ")).At("line 1")
		}
		columns = append(columns, c)
	}
	for _, c := range requiredColumns {
		if !slices.Contains(columns, c) {
			return nil, ErrHeader.New("columns", strings.Join(requiredColumns, ", "), "value", c).At("line 1, " + c)
		}
	}
	return columns, nil
}

func readUnit(l *fault.List, file UnitsFile, line int, columns, cells []string) Unit {
	u := Unit{Line: line, ValidFrom: file.ValidFrom, Basis: file.Basis}
	for i, column := range columns {
		path := fmt.Sprintf("line %d, %s", line, column)
		cell, err := fold.Line(cells[i])
		if err != nil {
			l.Add(fault.Of(err).At(path))
			continue
		}
		switch column {
		case "level":
			u.Level = domainname.Level(strings.ToLower(cell))
		case "code":
			u.Code = cell
		case "name_vi":
			u.NameVi = cell
		case "name_en":
			u.NameEn = cell
		case "unit_type":
			u.UnitType = cell
		case "parent_code":
			u.ParentCode = cell
		case "obligation":
			u.Obligation = Obligation(strings.ToLower(cell))
		case "function":
			u.Function = cell
		case "basis":
			if cell != "" {
				u.Basis = cell
			}
		case "valid_from":
			if cell == "" {
				continue
			}
			if u.ValidFrom, err = calendar.Parse(cell); err != nil {
				if u.ValidFrom, err = calendar.ParseDMY(cell); err != nil {
					l.Add(fault.Of(err).At(path))
				}
			}
		}
	}
	return u
}

func readFault(err error) *fault.Fault {
	var p *csv.ParseError
	switch {
	case errors.As(err, &p):
		return ErrQuotes.New().At(fmt.Sprintf("line %d", p.Line)).Because(err)
	case err == io.EOF:
		return ErrHeader.New("columns", strings.Join(requiredColumns, ", ")).At("line 1")
	}
	return ErrUnreadable.New().Because(err)
}

package ingest

import "encoding/json"

// flattener makes rows of records. The position of a key is that in which it was
// first met.
type flattener struct {
	limits Limits
	keys   []string
	at     map[string]int
	cells  []cell
	set    []bool // of cells, to see a key twice in one record
	path   []byte
	line   int64
	bytes  int
}

func newFlattener(limits Limits) *flattener {
	return &flattener{limits: limits, at: map[string]int{}}
}

func (f *flattener) begin(line int64) {
	f.line, f.bytes = line, 0
	f.cells, f.set, f.path = f.cells[:0], f.set[:0], f.path[:0]
}

// put sets the cell of a key. A fault when a limit is passed; again is true when
// the record has had that key.
func (f *flattener) put(key []byte, c cell) (again bool, err error) {
	i, ok := f.at[string(key)]
	if !ok {
		if i = len(f.keys); i >= f.limits.Columns {
			return false, ErrColumns.New("line", f.line, "max", f.limits.Columns)
		}
		name := string(key)
		f.keys = append(f.keys, name)
		f.at[name] = i
	}
	return f.putAt(i, c)
}

func (f *flattener) putAt(i int, c cell) (again bool, err error) {
	switch {
	case i >= f.limits.Columns:
		return false, ErrColumns.New("line", f.line, "max", f.limits.Columns)
	case len(c.text) > f.limits.Cell:
		return false, ErrCell.New("line", f.line, "max", f.limits.Cell)
	}
	if f.bytes += len(c.text); f.bytes > f.limits.Line {
		return false, ErrRecord.New("line", f.line, "max", f.limits.Line)
	}
	for len(f.cells) <= i {
		f.cells, f.set = append(f.cells, cell{}), append(f.set, false)
	}
	again = f.set[i]
	f.cells[i], f.set[i] = c, true
	return again, nil
}

// row is the record that was gathered.
func (f *flattener) row() row { return row{line: f.line, cells: f.cells} }

func (f *flattener) badRow(value, vi, en string) row {
	return row{line: f.line, bad: &reason{code: "json", value: short(value), vi: vi, en: en}}
}

// short keeps what a report shows of a value.
func short(s string) string {
	n := 0
	for i := range s {
		if n++; n > 200 {
			return tidy(s[:i])
		}
	}
	return tidy(s)
}

// object flattens one object, which is valid JSON: nested objects become keys with
// dots, lists stay JSON text, geometries are values.
func (f *flattener) object(raw []byte) (again string, err error) {
	s := &jsonStream{buf: raw, eof: true, max: len(raw)}
	from := len(f.path)
	err = s.members(func(key string) error {
		v, err := s.value(true)
		if err != nil {
			return err
		}
		f.path = f.path[:from]
		if from > 0 {
			f.path = append(f.path, '.')
		}
		f.path = append(f.path, key...)
		twice, err := f.field(v)
		if twice != "" {
			again = twice
		}
		return err
	})
	f.path = f.path[:from]
	return again, err
}

// field puts a value under the present path.
func (f *flattener) field(v []byte) (again string, err error) {
	var c cell
	switch {
	case v[0] == '{' && isGeometry(v):
		c = shape(v)
	case v[0] == '{':
		return f.object(v)
	default:
		c = anyJSON(v)
	}
	twice, err := f.put(f.path, c)
	if twice {
		again = string(f.path)
	}
	return again, err
}

func shape(v []byte) cell {
	g := compact(v)
	return cell{text: g, value: geometry(g)}
}

// anyJSON makes a cell of valid JSON that is not flattened.
func anyJSON(v []byte) cell {
	switch {
	case v[0] == '{' && isGeometry(v):
		return shape(v)
	case v[0] == '{' || v[0] == '[':
		return cell{text: compact(v)}
	}
	c, _ := scalarJSON(v)
	return c
}

// record makes a row of the bytes of one record; err only for limits.
func (f *flattener) record(line int64, raw []byte) (row, error) {
	f.begin(line)
	if !json.Valid(raw) {
		return f.badRow(string(raw), "Bản ghi không đúng cú pháp JSON.", "The record is not valid JSON."), nil
	}
	if raw[0] != '{' {
		return f.badRow(string(raw), "Bản ghi không phải là một đối tượng JSON { … }.", "The record is not a JSON object { … }."), nil
	}
	again, err := f.object(raw)
	if err != nil {
		return row{}, err
	}
	if again != "" {
		return f.badRow(again, "Trường “"+short(again)+"” xuất hiện hai lần trong bản ghi.", "The key “"+short(again)+"” occurs twice in the record."), nil
	}
	return f.row(), nil
}

// list makes a row of a record that is an array: cells by position.
func (f *flattener) list(line int64, raw []byte) (row, error) {
	f.begin(line)
	if !json.Valid(raw) || raw[0] != '[' {
		return f.badRow(string(raw), "Bản ghi không phải là một mảng JSON [ … ] đúng cú pháp.", "The record is not a valid JSON array [ … ]."), nil
	}
	s := &jsonStream{buf: raw, eof: true, max: len(raw)}
	i := 0
	err := s.elements(func() error {
		v, err := s.value(true)
		if err != nil {
			return err
		}
		_, err = f.putAt(i, anyJSON(v))
		i++
		return err
	})
	return f.row(), err
}

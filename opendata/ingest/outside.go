package ingest

import (
	"context"
	"errors"
	"slices"

	"minhbach/domain/dataset"
)

// The original is published whole, so what is not in the table is searched for
// personal data as well: columns left out, rows rejected, titles, other sheets.

// outside are the sightings beyond the table. Headers are unknown there, so words
// above a value in its column say what its digits are.
type outside struct {
	sightings
	above []hint // of the columns, from rows without a number
}

// hinted is how many columns of a row outside the table have words remembered.
const hinted = 1000

func (o *outside) cell(line int64, at int, text string) {
	if text = trim(text); text == "" {
		return
	}
	if at < hinted {
		for len(o.above) <= at {
			o.above = append(o.above, 0)
		}
		if h := hintOf(shown(text)); h != 0 {
			o.above[at] |= h
		}
		o.hint = o.above[at]
	}
	o.look(line, text)
}

// beyond looks at a row that is in the file and not in the table.
func (e *examination) beyond(b *batch, s span) {
	if s.bad != nil {
		e.outside.cell(s.line, hinted, s.bad.value)
	}
	for i := range s.last - s.first {
		text, _ := b.cell(s, i)
		e.outside.cell(s.line, i, text)
	}
}

// leftOut adds what was seen in a column that is not in the table.
func (o *outside) leftOut(t *tally) {
	for k := range personalKinds {
		o.count[k] += t.sights.count[k]
		o.rows[k] = merged(o.rows[k], t.sights.rows[k])
	}
}

func merged(a, b []int64) []int64 {
	all := append(slices.Clone(a), b...)
	slices.Sort(all)
	all = slices.Compact(all)
	return all[:min(len(all), maxFound)]
}

// otherSheets looks through the sheets that were not chosen, hidden ones included.
// One that cannot be read is named, so that its publisher looks.
func (e *examination) otherSheets() (notes []dataset.Note, err error) {
	for _, s := range e.file.others {
		o := outside{}
		for r, err := range s.grid.rows(e.ctx) {
			if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
				return nil, err
			}
			if err != nil {
				notes = append(notes, note("sheet_unread", "sheet", s.name))
				break
			}
			for i, c := range r.cells {
				o.cell(r.line, i, c.text)
			}
		}
		for k := range personalKinds {
			e.outside.count[k] += o.count[k]
			e.outside.rows[k] = merged(e.outside.rows[k], o.rows[k])
			if o.count[k] > 0 {
				notes = append(notes, note("sheet_personal", "sheet", s.name))
				break
			}
		}
	}
	return notes, nil
}

// other is a sheet that is not the table.
type other struct {
	name string
	grid grid
}

func init() {
	moreNotes = append(moreNotes, map[string][2]string{
		"outside_personal": {
			"Ngoài bảng (cột bị bỏ, dòng bị loại, dòng tiêu đề hoặc trang tính khác) có dữ liệu giống dữ liệu cá nhân; tệp gốc được công bố nguyên vẹn nên vẫn chứa chúng. Nếu không được phép công bố, hãy xoá khỏi tệp rồi tải lên lại.",
			"Outside the table (columns left out, rejected rows, titles or other sheets) something looks like personal data; the original is published whole and holds it. Where it may not be public, remove it from the file and send that again.",
		},
		"sheet_personal": {"Trang tính “{sheet}” không thuộc bảng nhưng có dữ liệu giống dữ liệu cá nhân.", "The sheet “{sheet}” is not in the table but holds what looks like personal data."},
		"sheet_unread":   {"Không đọc được trang tính “{sheet}” để tìm dữ liệu cá nhân; hãy tự kiểm tra hoặc xoá trang ấy.", "The sheet “{sheet}” could not be read to look for personal data; look at it yourself or remove it."},
	})
}

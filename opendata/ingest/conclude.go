package ingest

import (
	"regexp"
	"strconv"

	"minhbach/domain/dataset"
	"minhbach/domain/fault"
)

var (
	ErrNothing = fault.Define(fault.Invalid, "ingest.nothing_readable",
		"Không dòng nào đọc được ({count} dòng bị loại); dòng {line}: {reason_vi}.",
		"No row can be read ({count} are rejected); line {line}: {reason}.")
	ErrName = fault.Define(fault.Invalid, "ingest.column_name",
		"Tên cột “{name}” không dùng được; hãy dùng chữ thường không dấu, số và dấu gạch dưới, bắt đầu bằng chữ, không trùng cột khác.",
		"“{name}” cannot name a column; use small letters, digits and underscores, begin with a letter, and do not repeat another column.")
)

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

func chosenNames(columns []dataset.Column) error {
	seen := map[string]bool{}
	for _, c := range columns {
		if !nameForm.MatchString(c.Name) || seen[c.Name] {
			return ErrName.New("name", c.Name)
		}
		seen[c.Name] = true
	}
	return nil
}

// remarks on how a column was understood, for its publisher to check.
func (t *tally) remarks(title string, d decision) (all []dataset.Note) {
	example := ""
	for _, s := range t.sample {
		if m := classify(s); d.format >= 0 && m.has(d.format) && m&isCode == 0 && (example == "" || len(s) > len(example)) {
			example = s
		}
	}
	switch d.unsure {
	case "ambiguous_number":
		all = append(all, note(d.unsure, "title", title, "example", example, "taken", taken(d)))
	case "ambiguous_date":
		all = append(all, note(d.unsure, "title", title, "example", example))
	}
	if d.format < 0 && t.codes() > 0 {
		numeric := t.codes()
		f := t.fits()
		if numeric += f[intPlain]; numeric == t.values {
			all = append(all, note("codes_kept", "title", title))
		}
	}
	if d.misfits > 0 {
		all = append(all, note("misfits", "title", title, "count", strconv.FormatInt(d.misfits, 10), "type", string(d.typ)))
	}
	return all
}

func taken(d decision) string {
	if integers.has(d.format) {
		return "thousands"
	}
	return "decimals"
}

// recount reads the file as it will be read for ever and lists what is rejected.
func (e *examination) recount(x *Examination) error {
	t, err := newScheme(e.ctx, e.file, x.Reading, x.Columns)
	if err != nil {
		return err
	}
	x.Rows, x.Report = 0, Report{}
	values := make([]any, len(t.columns))
	return stream(e.ctx, e.file.grid, func(b *batch) error {
		for _, s := range b.rows {
			switch v, why := t.judge(b, s); v {
			case isBad, isShort:
				x.Report.add(s.line, "", why)
			case isData:
				at := t.read(b, s, values)
				if at < 0 {
					x.Rows++
					continue
				}
				text, _ := b.cell(s, t.columns[at].index)
				x.Report.add(s.line, t.columns[at].title, misfit(trim(text), t.columns[at].format))
			}
		}
		e.progress(0.9 + b.done*0.1)
		return e.ctx.Err()
	})
}

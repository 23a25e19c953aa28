package api

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"

	"minhbach/analytics"
	"minhbach/domain/fault"
	"minhbach/opendata/ckan"
	"minhbach/opendata/export"
)

var errDump = fault.Define(fault.Invalid, "datastore.dump",
	"Không kết xuất được: {reason}. Định dạng là csv, tsv, json hoặc xml; điều kiện viết như của datastore_search.",
	"This cannot be dumped: {reason}. The formats are csv, tsv, json and xml; conditions are those of datastore_search.")

// serveDump answers /datastore/dump/<resource>: all rows, or those asked for, as a
// stream.
func (s *service) serveDump(w http.ResponseWriter, r *http.Request) error {
	params, err := tidy(ckan.FromValues(r.URL.Query()))
	if err != nil {
		return errDump.New("reason", err.Error())
	}
	id := r.PathValue("resource")
	target, release, d, err := s.table(r.Context(), id, params.Text("version"))
	if err != nil {
		return dumpFault(err)
	}
	whole := params.Text("limit") == ""
	ask, err := ckan.ReadDatastore(params, release.Columns)
	if err != nil {
		return dumpFault(err)
	}
	if ask.Query.NoTotal = true; whole {
		ask.Query.Limit = 0
	}
	format := export.Format(params.Text("format"))
	if format == "" {
		format = export.CSV
	}
	form, ok := export.FormOf(format)
	if !ok || format != export.CSV && format != export.TSV && format != export.JSON && format != export.XML {
		return errDump.New("reason", "format “"+short(string(format))+"”")
	}
	h := w.Header()
	h.Set("Content-Type", form.MediaType)
	h.Set("Content-Disposition", `attachment; filename="`+d.Slug+`.`+form.Extension+`"`)
	h.Set("Cache-Control", "public, no-cache")
	if r.Method == http.MethodHead {
		return nil
	}
	out := bufio.NewWriterSize(w, 64<<10)
	if params.Bool("bom", false) && format != export.JSON { // RFC 8259 section 8.1 forbids it there
		_, _ = out.WriteString("\uFEFF")
	}
	rows := func(yield func([]any) error) error {
		if !whole && ask.Query.Limit == 0 {
			return nil
		}
		return s.app.Queries.Datasets.Stream(r.Context(), target, ask.Query, yield)
	}
	if format == export.JSON {
		err = dumpJSON(out, ask, rows)
	} else {
		err = export.Write(r.Context(), out, format, export.Table{Columns: ask.Fields, Title: d.Title}, rows)
	}
	if err == nil {
		err = out.Flush()
	}
	if err == nil {
		return nil
	}
	if begun, ok := w.(*writer); !ok || begun.wrote {
		panic(http.ErrAbortHandler) // half a table must not look like a whole one
	}
	h.Del("Content-Disposition")
	return dumpFault(err)
}

// dumpFault is a refusal of ckan's as a problem.
func dumpFault(err error) error {
	if e, ok := err.(*ckan.Error); ok {
		return errDump.New("reason", e.Error())
	}
	return err
}

// dumpJSON writes the form of CKAN's dumps: the fields, then rows as lists.
func dumpJSON(w io.Writer, ask ckan.Ask, rows export.Rows) error {
	head, err := json.Marshal(ckan.FieldsOf(ask.Fields))
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, "{\n  \"fields\": "+string(head)+",\n  \"records\": ["); err != nil {
		return err
	}
	before := "\n    "
	err = rows(func(values analytics.Row) error {
		line, err := json.Marshal(cells(ask.Fields, values))
		if err == nil {
			_, err = io.WriteString(w, before+string(line))
		}
		before = ",\n    "
		return err
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, "\n]}\n")
	return err
}
